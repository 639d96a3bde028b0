package brume.director.identity;

import brume.director.http.Scope;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** A token without the token. {@code usedAt} is coarse, to some minutes. */
public record TokenView(UUID id, String name, Scope scope, Instant createdAt, Instant expiresAt, Optional<Instant> usedAt) {
    public TokenView {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(scope);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(expiresAt);
        Objects.requireNonNull(usedAt);
    }

    static TokenView of(Token token) {
        return new TokenView(token.id(), token.name(), token.scope(), token.createdAt(), token.expiresAt(), token.usedAt());
    }
}
