package brume.director.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;
import java.util.Optional;

/** A new password. {@code old} may be left out only by root's own command line, which shows the local token. */
public record PasswordRequest(Optional<String> old, @JsonProperty("new") String fresh) {
    public PasswordRequest {
        Objects.requireNonNull(old);
        Objects.requireNonNull(fresh);
    }

    /** Without the passwords. */
    @Override
    public String toString() {
        return "PasswordRequest[]";
    }
}
