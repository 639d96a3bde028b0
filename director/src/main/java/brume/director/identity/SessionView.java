package brume.director.identity;

import brume.director.http.AccountRole;
import brume.director.http.Scope;
import java.util.Objects;

/** Who the caller is, and by which token. */
public record SessionView(String name, AccountRole role, Scope scope, String token) {
    public SessionView {
        Objects.requireNonNull(name);
        Objects.requireNonNull(role);
        Objects.requireNonNull(scope);
        Objects.requireNonNull(token);
    }
}
