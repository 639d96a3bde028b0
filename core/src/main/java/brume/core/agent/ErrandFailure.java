package brume.core.agent;

import java.util.Objects;

/**
 * Why an errand was not done, or not whole.
 *
 * @param code stable, kebab-case, listed in {@code docs/errors.md}
 * @param text one sentence for people, without secrets
 */
public record ErrandFailure(String code, String text) {
    public ErrandFailure {
        Objects.requireNonNull(code);
        Objects.requireNonNull(text);
    }
}
