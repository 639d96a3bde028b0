package brume.core.id;

import java.util.Objects;
import java.util.UUID;

/** Identity of an instance (a machine or container), and of the node that runs on it. */
public record InstanceId(UUID value) implements Comparable<InstanceId> {
    public InstanceId {
        Objects.requireNonNull(value);
    }

    /** Reads the text form; throws {@link IllegalArgumentException} when it is no UUID. */
    public static InstanceId parse(String text) {
        return new InstanceId(UUID.fromString(text));
    }

    @Override
    public int compareTo(InstanceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
