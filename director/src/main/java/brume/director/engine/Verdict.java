package brume.director.engine;

import brume.core.outcome.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What the engine makes of one pass: the words to show, and when to look again.
 *
 * @param outcome to write down; not {@link Outcome.Gone}
 * @param cry something to say aloud
 */
record Verdict(
        Outcome outcome,
        Duration delay,
        int failures,
        String difference,
        Optional<Instant> since,
        int sameActs,
        Optional<Cry> cry) {
    Verdict {
        Objects.requireNonNull(outcome);
        Objects.requireNonNull(delay);
        Objects.requireNonNull(difference);
        Objects.requireNonNull(since);
        Objects.requireNonNull(cry);
    }

    /** An event: {@code what} is {@code blocked} or, for what a person must look at, {@code alarm}. */
    record Cry(String what, String text) {}
}
