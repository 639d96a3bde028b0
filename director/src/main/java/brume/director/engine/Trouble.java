package brume.director.engine;

import brume.core.driver.DriverException;
import brume.core.outcome.Reason;
import java.time.Duration;
import java.util.Objects;

/**
 * What remote trouble means: the reason to show and the pause before the next try. The only place that tells the kinds of {@link DriverException} apart.
 *
 * @param sayAfter how many failures in a row are worth an event: trouble that mostly passes by itself is not cried out at once
 */
record Trouble(Reason reason, Duration pause, int sayAfter) {
    /** Passing trouble is tried again quickly at first. */
    private static final Duration PASSING = Duration.ofSeconds(1);

    private static final Duration PASSING_MAX = Duration.ofMinutes(5);

    /** What a person must mend is looked at less often. */
    private static final Duration LASTING = Duration.ofSeconds(5);

    /** Who mended it should not have to say so, nor wait for long. */
    private static final Duration LASTING_MAX = Duration.ofMinutes(5);

    private static final int SAY_PASSING_AFTER = 3;

    Trouble {
        Objects.requireNonNull(reason);
        Objects.requireNonNull(pause);
    }

    /** @param failures passes in a row that failed before this one */
    static Trouble of(DriverException e, int failures) {
        Duration passing = backoff(PASSING, PASSING_MAX, failures);
        Duration lasting = backoff(LASTING, LASTING_MAX, failures);
        return switch (e) {
            case DriverException.Transient t ->
                new Trouble(reason("site-unreachable", "The site does not do its work just now; trying again.", t), passing, SAY_PASSING_AFTER);
            case DriverException.RateLimited t ->
                new Trouble(
                        reason("rate-limited", "The site takes no more calls for now; trying again later.", t),
                        longer(passing, t.retryAfter()),
                        SAY_PASSING_AFTER);
            case DriverException.OutcomeUnknown t ->
                new Trouble(
                        reason("outcome-unknown", "The site did not say whether it did the last call; looking again.", t), passing, SAY_PASSING_AFTER);
            case DriverException.NoCapacity t ->
                new Trouble(reason("no-capacity", "The site has no room for this; free some there or choose another site.", t), lasting, 0);
            case DriverException.Rejected t -> new Trouble(reason(t.code(), "The site refuses.", t), lasting, 0);
            case DriverException.Unauthorized t ->
                new Trouble(reason("unauthorized", "The site does not accept our credentials; check the site's settings.", t), lasting, 0);
        };
    }

    /** A mistake in the program, as far as anybody can tell. */
    static Trouble internal(int failures) {
        return new Trouble(
                new Reason("internal-error", "The director made a mistake here; its log says more. Trying again later."),
                backoff(LASTING, LASTING_MAX, failures),
                0);
    }

    private static Reason reason(String code, String sentence, DriverException e) {
        String fact = e.fact().isEmpty() ? "" : ": " + e.fact();
        return new Reason(code, sentence + " (" + e.getMessage() + fact + ")");
    }

    private static Duration backoff(Duration first, Duration most, int failures) {
        // 2^20 seconds is beyond every maximum, and far from overflow.
        Duration grown = first.multipliedBy(1L << Math.min(failures, 20));
        return grown.compareTo(most) < 0 ? grown : most;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? b : a;
    }
}
