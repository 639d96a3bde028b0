package brume.core.id;

import java.util.Objects;
import java.util.UUID;

/** Identity of an application. */
public record AppId(UUID value) implements Comparable<AppId> {
    public AppId {
        Objects.requireNonNull(value);
    }

    /** Reads the text form; throws {@link IllegalArgumentException} when it is no UUID. */
    public static AppId parse(String text) {
        return new AppId(UUID.fromString(text));
    }

    @Override
    public int compareTo(AppId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
