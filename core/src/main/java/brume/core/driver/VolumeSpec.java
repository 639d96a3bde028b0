package brume.core.driver;

import brume.core.quantity.Bytes;
import java.util.Objects;

/** A volume to make. {@code tags.instance()} is the node whose data it holds, {@code tags.generation()} is 0. */
public record VolumeSpec(String name, Bytes size, Tags tags) {
    public VolumeSpec {
        Objects.requireNonNull(name);
        Objects.requireNonNull(size);
        Objects.requireNonNull(tags);
    }
}
