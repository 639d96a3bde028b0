package brume.testkit.fake;

/**
 * What every call of a fake driver passes, on the caller's thread. A simulation stops the process here by throwing an {@code Error}: before the call, or after its effect
 * and before its answer.
 */
public interface CallGate {
    /** Lets every call through. */
    CallGate OPEN = new CallGate() {
        @Override
        public void before(String call) {}

        @Override
        public void after(String call) {}
    };

    /** @param call verb and subject, such as {@code create c1-php0-1} or {@code list} */
    void before(String call);

    /** Not called when the call failed. */
    void after(String call);
}
