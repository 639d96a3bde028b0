package brume.director.instance;

import brume.core.id.VolumeId;
import brume.core.quantity.Bytes;
import java.util.Objects;

/**
 * A volume to have with an instance, from before its first machine until the instance goes.
 *
 * @param name at the provider, unique there, {@code [a-z][a-z0-9-]{0,62}}
 * @param path where it is mounted, absolute
 */
public record VolumeWant(VolumeId id, String name, String path, Bytes size) {
    public VolumeWant {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(path);
        Objects.requireNonNull(size);
    }
}
