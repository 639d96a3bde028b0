package brume.core.driver;

import java.util.Objects;

/** A volume as the provider shows it. */
public record ObservedVolume(String name, Tags tags, boolean attached) {
    public ObservedVolume {
        Objects.requireNonNull(name);
        Objects.requireNonNull(tags);
    }
}
