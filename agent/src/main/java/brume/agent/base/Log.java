package brume.agent.base;

import org.jspecify.annotations.Nullable;

/**
 * Lines for people, on standard error. Under systemd each begins with its priority ({@code <6>}, sd-daemon(3)); the journal adds the time. The JDK's own loggers do the same
 * for a hundred classes and 50 ms more. No line holds a secret.
 */
public final class Log {
    /** Set by systemd when standard error goes to the journal, systemd.exec(5). */
    private static final boolean JOURNAL = System.getenv("JOURNAL_STREAM") != null;

    private Log() {}

    public static void info(String line) {
        say("<6>", line, null);
    }

    public static void warning(String line) {
        say("<4>", line, null);
    }

    /** A bug, with where it came from. */
    public static void error(String line, Throwable cause) {
        say("<3>", line, cause);
    }

    @SuppressWarnings("SystemOut")
    private static synchronized void say(String priority, String line, @Nullable Throwable cause) {
        System.err.println((JOURNAL ? priority : "") + line);
        if (cause != null) {
            cause.printStackTrace(System.err);
        }
    }
}
