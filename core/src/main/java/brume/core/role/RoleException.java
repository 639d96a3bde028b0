package brume.core.role;

import java.util.Objects;

/** A role that could not be brought or stopped. The text is for people and holds no secret. */
@SuppressWarnings("serial")
public final class RoleException extends Exception {
    private final String code;

    /** @param code stable, kebab-case, listed in {@code docs/errors.md} */
    public RoleException(String code, String text) {
        super(text);
        this.code = Objects.requireNonNull(code);
    }

    public RoleException(String code, String text, Throwable cause) {
        super(text, cause);
        this.code = Objects.requireNonNull(code);
    }

    public String code() {
        return code;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
