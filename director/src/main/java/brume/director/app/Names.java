package brume.director.app;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.director.http.Refusal;
import java.util.List;

/** Names that people give. Pure. */
final class Names {
    static final int CHARS_MAX = 90;

    private Names() {}

    /** The name without blanks around it, or a refusal that says what is wrong with it. */
    static String checked(String pointer, String name) {
        String plain = name.strip();
        if (plain.isEmpty() || plain.length() > CHARS_MAX || plain.chars().anyMatch(c -> Character.isISOControl(c) || c == '/')) {
            throw Refusal.invalid(List.of(Problem.at(
                    "bad-name", "A name has 1 to " + CHARS_MAX + " characters, no slashes and no control characters.", Place.field(pointer))));
        }
        return plain;
    }
}
