package brume.director.identity;

import brume.director.http.Scope;
import java.util.Objects;
import java.util.Optional;

/** A new token. {@code days} until it expires, 90 when left out. */
public record TokenRequest(String name, Scope scope, Optional<Integer> days) {
    static final int DAYS_DEFAULT = 90;
    static final int DAYS_MAX = 3_650;
    private static final int NAME_CHARS_MAX = 100;

    public TokenRequest {
        if (name.isBlank() || name.length() > NAME_CHARS_MAX) {
            throw new IllegalArgumentException("A token's name has 1 to " + NAME_CHARS_MAX + " characters.");
        }
        if (name.equals(Tokens.SESSION) || name.equals(Tokens.LOCAL)) {
            throw new IllegalArgumentException("The names \"" + Tokens.SESSION + "\" and \"" + Tokens.LOCAL + "\" are the director's own.");
        }
        Objects.requireNonNull(scope);
        if (days.isPresent() && (days.get() < 1 || days.get() > DAYS_MAX)) {
            throw new IllegalArgumentException("A token lives 1 to " + DAYS_MAX + " days.");
        }
    }
}
