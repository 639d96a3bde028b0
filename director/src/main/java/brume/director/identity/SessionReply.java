package brume.director.identity;

import java.time.Instant;
import java.util.Objects;

/** A token of scope admin for administrators, write for others; shown this once. */
public record SessionReply(String token, Instant expiresAt) {
    public SessionReply {
        Objects.requireNonNull(token);
        Objects.requireNonNull(expiresAt);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "SessionReply[" + expiresAt + "]";
    }
}
