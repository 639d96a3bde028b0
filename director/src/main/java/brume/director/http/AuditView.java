package brume.director.http;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One request that may have changed something.
 *
 * @param who account and token name, such as {@code admin (local)}
 * @param path without its query
 * @param status the answer's; absent while the request is in work, or when the director ended in the middle of it
 */
public record AuditView(String id, Instant at, String who, String method, String path, Optional<Integer> status) {
    public AuditView {
        Objects.requireNonNull(id);
        Objects.requireNonNull(at);
        Objects.requireNonNull(who);
        Objects.requireNonNull(method);
        Objects.requireNonNull(path);
        Objects.requireNonNull(status);
    }
}
