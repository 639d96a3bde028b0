package brume.director.check;

import brume.consistency.run.CheckReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A row of table {@code service_check}.
 *
 * @param done transactions that have ended so far
 * @param text why it failed; empty otherwise
 * @param seenAt when the director that runs it wrote last
 */
public record Check(
        UUID id, Terms terms, String by, boolean cancel, Instant createdAt, State state, long done, String text, Optional<CheckReport> report, Instant seenAt,
        Optional<Instant> endedAt) {
    /** Much longer than the second after which a living director writes again. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(30);

    /** How it stands. */
    public enum State {
        /** There was none. */
        NONE,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED,
        /** Its director is no more. */
        LOST
    }

    /** How much is done, and where. */
    public record Terms(long seconds, long connections, long rate, boolean eachNode, String isolation) {
        public Terms {
            Objects.requireNonNull(isolation);
        }
    }

    public Check {
        Objects.requireNonNull(id);
        Objects.requireNonNull(terms);
        Objects.requireNonNull(by);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(state);
        Objects.requireNonNull(text);
        Objects.requireNonNull(report);
        Objects.requireNonNull(seenAt);
        Objects.requireNonNull(endedAt);
    }

    /** The state, with what nobody could write down any more. */
    public State stateAt(Instant now) {
        return state == State.RUNNING && seenAt.plus(SILENCE_MAX).isBefore(now) ? State.LOST : state;
    }
}
