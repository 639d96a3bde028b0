package brume.director.identity;

import brume.core.id.UserId;
import brume.director.http.AccountRole;
import java.util.Objects;

/** A person who may use the API. */
record Account(UserId id, String name, String passwordHash, AccountRole role) {
    Account {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(passwordHash);
        Objects.requireNonNull(role);
    }

    /** Not even the hash. */
    @Override
    public String toString() {
        return "Account[" + name + "]";
    }
}
