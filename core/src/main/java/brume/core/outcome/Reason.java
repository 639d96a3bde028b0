package brume.core.outcome;

import java.util.Objects;

/**
 * Why something is as it is.
 *
 * @param code stable, kebab-case, listed in {@code docs/errors.md}
 * @param text one sentence for people, with the way out where there is one
 */
public record Reason(String code, String text) {
    public Reason {
        Objects.requireNonNull(code);
        Objects.requireNonNull(text);
    }
}
