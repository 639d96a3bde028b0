package brume.director.identity;

import brume.core.id.UserId;
import brume.director.http.Scope;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** A token as it is kept: all but the token itself. {@code usedAt} is coarse. */
record Token(UUID id, UserId account, String name, Scope scope, Instant createdAt, Instant expiresAt, Optional<Instant> usedAt) {
    Token {
        Objects.requireNonNull(id);
        Objects.requireNonNull(account);
        Objects.requireNonNull(name);
        Objects.requireNonNull(scope);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(expiresAt);
        Objects.requireNonNull(usedAt);
    }
}
