package brume.director.engine;

import brume.core.outcome.Reason;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What the engine knows of an aggregate, for {@code why}.
 *
 * @param outcome {@code settled}, {@code working}, {@code blocked}, or empty before the first look
 * @param text the sentence of the last pass
 * @param reason only when blocked
 * @param lookedAt when the last pass ended
 * @param looking whether a pass runs now
 * @param failures passes in a row that ended in trouble
 */
public record Explanation(
        String outcome, String text, Optional<Reason> reason, Optional<Instant> lookedAt, Instant nextLook, boolean looking, int failures) {
    public Explanation {
        Objects.requireNonNull(outcome);
        Objects.requireNonNull(text);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(lookedAt);
        Objects.requireNonNull(nextLook);
    }
}
