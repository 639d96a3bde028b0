package brume.core.id;

import java.util.Objects;
import java.util.UUID;

/** Identity of a service of an application. */
public record ServiceId(UUID value) implements Comparable<ServiceId> {
    public ServiceId {
        Objects.requireNonNull(value);
    }

    /** Reads the text form; throws {@link IllegalArgumentException} when it is no UUID. */
    public static ServiceId parse(String text) {
        return new ServiceId(UUID.fromString(text));
    }

    @Override
    public int compareTo(ServiceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
