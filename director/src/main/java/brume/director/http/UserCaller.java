package brume.director.http;

import brume.core.id.UserId;
import java.util.Objects;
import java.util.UUID;

/**
 * A person or a program of theirs, known by a bearer token.
 *
 * @param name of the account
 * @param token id of the token, not the token
 * @param tokenName such as {@code session} or {@code local}
 */
public record UserCaller(UserId account, String name, AccountRole role, Scope scope, UUID token, String tokenName) implements Caller {
    public UserCaller {
        Objects.requireNonNull(account);
        Objects.requireNonNull(name);
        Objects.requireNonNull(role);
        Objects.requireNonNull(scope);
        Objects.requireNonNull(token);
        Objects.requireNonNull(tokenName);
    }

    @Override
    public String who() {
        return name + " (" + tokenName + ")";
    }
}
