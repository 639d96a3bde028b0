package brume.director.identity;

import java.util.Objects;

/** A new token; {@code secret} is the token itself, shown this once. */
public record TokenReply(TokenView token, String secret) {
    public TokenReply {
        Objects.requireNonNull(token);
        Objects.requireNonNull(secret);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "TokenReply[" + token + "]";
    }
}
