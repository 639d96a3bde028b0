package brume.director.http;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** What a token is good for. Each scope holds the ones before it. */
public enum Scope {
    READ,
    WRITE,
    ADMIN;

    public boolean atLeast(Scope other) {
        return compareTo(other) >= 0;
    }

    /** The text form in the API and the database, such as {@code read}. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the text form; empty when it is none. */
    public static Optional<Scope> parse(String text) {
        for (Scope scope : values()) {
            if (scope.text().equals(text)) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }
}
