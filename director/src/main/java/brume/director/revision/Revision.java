package brume.director.revision;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A row of table {@code revision}.
 *
 * @param number from 1 within its application
 * @param who changed it, as the audit trail names callers
 * @param text what was changed, in words
 * @param services ids, in the order of the design's services
 */
public record Revision(long number, Instant at, String who, String text, Design design, List<String> services) {
    public Revision {
        Objects.requireNonNull(at);
        Objects.requireNonNull(who);
        Objects.requireNonNull(text);
        Objects.requireNonNull(design);
        services = List.copyOf(services);
        if (services.size() != design.services().size()) {
            throw new IllegalArgumentException("one id for each service");
        }
    }
}
