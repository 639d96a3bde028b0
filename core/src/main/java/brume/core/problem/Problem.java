package brume.core.problem;

import java.util.Objects;
import java.util.Optional;

/**
 * One mistake of a user.
 *
 * @param code stable, kebab-case, listed in {@code docs/errors.md}
 * @param text one sentence that says what is wrong and, where it is known, the way out
 */
public record Problem(String code, String text, Optional<Place> place) {
    public Problem {
        Objects.requireNonNull(code);
        Objects.requireNonNull(text);
        Objects.requireNonNull(place);
    }

    public static Problem of(String code, String text) {
        return new Problem(code, text, Optional.empty());
    }

    public static Problem at(String code, String text, Place place) {
        return new Problem(code, text, Optional.of(place));
    }

    @Override
    public String toString() {
        return place.map(p -> p + ": " + text).orElse(text);
    }
}
