package brume.director.manifest;

import java.util.Optional;

/** What a service's password may be. Pure. */
public final class ServicePassword {
    private static final int CHARS_MIN = 8;
    private static final int CHARS_MAX = 80;

    private ServicePassword() {}

    /** What is wrong with it, in a sentence that does not show it. */
    public static Optional<String> fault(String password) {
        boolean length = password.length() >= CHARS_MIN && password.length() <= CHARS_MAX;
        boolean plain = password.chars().noneMatch(Character::isISOControl);
        return length && plain ? Optional.empty() : Optional.of("A password has " + CHARS_MIN + " to " + CHARS_MAX + " characters, none of them control characters.");
    }
}
