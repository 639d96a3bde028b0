package brume.cli;

/** What a script may rely on. Documented in {@code docs/cli.md}. */
public enum ExitCode {
    OK(0),
    /** It was tried and did not come to be: a service ended in ERROR, a check found something wrong. */
    FAILED(1),
    /** The command line itself is wrong. */
    USAGE(2),
    /** The director understood and refuses: mistakes in a manifest, wrong state, no such thing. */
    REFUSED(3),
    /** The director cannot be reached or does not trust us. */
    UNREACHABLE(4),
    /** Not there yet when the time to wait was over; it goes on in the background. */
    TIMEOUT(5);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
