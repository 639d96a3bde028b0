package brume.core.driver;

import java.util.Objects;

/** A volume, by its name at the provider, attached at an absolute path of the guest. */
public record VolumeMount(String volume, String path) {
    public VolumeMount {
        Objects.requireNonNull(volume);
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a mount path is absolute: " + path);
        }
    }
}
