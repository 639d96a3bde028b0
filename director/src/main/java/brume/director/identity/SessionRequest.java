package brume.director.identity;

import java.util.Objects;

/** A login. */
public record SessionRequest(String name, String password) {
    public SessionRequest {
        Objects.requireNonNull(name);
        Objects.requireNonNull(password);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "SessionRequest[" + name + "]";
    }
}
