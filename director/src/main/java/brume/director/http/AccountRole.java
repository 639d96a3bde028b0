package brume.director.http;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an account may do at most; its tokens narrow that by their {@link Scope}. */
public enum AccountRole {
    USER,
    ADMIN;

    /** The text form in the API and the database, such as {@code admin}. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads the text form; throws {@link IllegalArgumentException} when it is none. */
    public static AccountRole parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
