package brume.director.engine;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The right to make one pass over one aggregate, for as long as the lease lasts.
 *
 * @param token fences the pass: whatever it writes is refused once the row carries another token
 * @param wakes as they were when the claim was made; when they have grown by the end of the pass, another pass follows
 * @param failures passes in a row that ended in trouble
 * @param difference what the last passes were working at, and {@code since} when
 * @param sameActs how many passes in a row worked at that
 */
record Claim(
        Kind kind,
        UUID id,
        String token,
        long wakes,
        int failures,
        String difference,
        Optional<Instant> since,
        int sameActs,
        String outcome,
        String reasonCode) {
    Claim {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(id);
        Objects.requireNonNull(token);
        Objects.requireNonNull(difference);
        Objects.requireNonNull(since);
        Objects.requireNonNull(outcome);
        Objects.requireNonNull(reasonCode);
    }
}
