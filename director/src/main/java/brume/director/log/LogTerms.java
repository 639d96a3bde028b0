package brume.director.log;

import java.time.Duration;
import java.util.Objects;

/**
 * How much of logs is kept.
 *
 * @param roleBytesMax for one role of one node
 * @param allBytesMax for all of a deployment; the oldest of machines that are gone goes first
 * @param keptAfterGone how long after its node
 */
public record LogTerms(long roleBytesMax, long allBytesMax, Duration keptAfterGone) {
    /** 8 MiB of a role is some 80,000 lines; a crowd of roles that say much shares 1 GiB; two weeks leave time to ask why. */
    public static final LogTerms DEFAULT = new LogTerms(8L << 20, 1L << 30, Duration.ofDays(14));

    public LogTerms {
        Objects.requireNonNull(keptAfterGone);
        if (roleBytesMax < 1 || allBytesMax < 1) {
            throw new IllegalArgumentException("logs need some room");
        }
    }

    /** A role's log is cut into about eight files, the oldest of which goes when it is full. */
    long segmentBytes() {
        return Math.max(1, roleBytesMax / 8);
    }
}
