package brume.core.id;

import java.util.Objects;
import java.util.UUID;

/** Identity of a volume that outlives the machine it is attached to. */
public record VolumeId(UUID value) implements Comparable<VolumeId> {
    public VolumeId {
        Objects.requireNonNull(value);
    }

    /** Reads the text form; throws {@link IllegalArgumentException} when it is no UUID. */
    public static VolumeId parse(String text) {
        return new VolumeId(UUID.fromString(text));
    }

    @Override
    public int compareTo(VolumeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
