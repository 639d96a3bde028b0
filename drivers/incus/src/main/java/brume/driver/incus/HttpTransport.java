package brume.driver.incus;

import brume.core.driver.DriverException;

/** Carries requests to one daemon. Thread-safe, blocking, interruptible; the interrupt ends the call like its deadline does. */
interface HttpTransport extends AutoCloseable {
    /**
     * Sends the request and reads the whole reply, whatever its status. Throws {@link DriverException.Transient} when the request was not sent or could not
     * have changed anything, {@link DriverException.OutcomeUnknown} when a change was sent and its reply is lost, {@link DriverException.Unauthorized} when the
     * two ends do not accept each other.
     */
    HttpReply call(HttpCall call);

    @Override
    void close();

    /** The exception for a call whose reply did not come. */
    static DriverException lost(HttpCall call, String message, Throwable cause) {
        return call.safe()
                ? new DriverException.Transient(message, call.what(), cause)
                : new DriverException.OutcomeUnknown(message, call.what(), cause);
    }
}
