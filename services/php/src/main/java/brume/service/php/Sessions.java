package brume.service.php;

import java.util.Objects;

/**
 * Where a backend keeps its visitors' sessions.
 *
 * @param host address of the node with the Redis of all backends, or {@link brume.service.web.Json#SELF}; empty: in files of its own
 * @param password of that Redis; may be a secret placeholder until delivery
 */
public record Sessions(String host, String password) {
    public static final Sessions IN_FILES = new Sessions("", "");

    public Sessions {
        Objects.requireNonNull(host);
        Objects.requireNonNull(password);
    }

    public boolean shared() {
        return !host.isEmpty();
    }

    /** The password is left out. */
    @Override
    public String toString() {
        return "Sessions[" + host + "]";
    }
}
