package brume.core.service;

import brume.core.quantity.Bytes;
import java.util.Objects;

/** A volume that a node needs from its creation on and that outlives its machine. {@code name} is short, such as {@code data}; {@code path} absolute in the guest. */
public record VolumeNeed(String name, String path, Bytes size) {
    public VolumeNeed {
        Objects.requireNonNull(name);
        Objects.requireNonNull(path);
        Objects.requireNonNull(size);
    }
}
