package brume.core.service;

import java.util.Objects;

/**
 * A role of a service type.
 *
 * @param name short, such as {@code backend}
 * @param minimum how many must stay while the service runs
 * @param initial how many a service starts with
 * @param maximum named limit
 * @param text one sentence for people
 */
public record RoleDef(String name, int minimum, int initial, int maximum, boolean isDefault, String text) {
    public RoleDef {
        Objects.requireNonNull(name);
        Objects.requireNonNull(text);
        if (minimum < 0 || initial < minimum || maximum < initial) {
            throw new IllegalArgumentException("0 <= minimum <= initial <= maximum");
        }
    }
}
