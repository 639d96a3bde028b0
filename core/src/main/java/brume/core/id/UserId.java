package brume.core.id;

import java.util.Objects;
import java.util.UUID;

/** Identity of a person who may use the API. */
public record UserId(UUID value) implements Comparable<UserId> {
    public UserId {
        Objects.requireNonNull(value);
    }

    /** Reads the text form; throws {@link IllegalArgumentException} when it is no UUID. */
    public static UserId parse(String text) {
        return new UserId(UUID.fromString(text));
    }

    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
