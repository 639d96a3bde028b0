package brume.director.instance;

import java.util.Objects;

/** The row of a volume. {@code there}: it was made, and is never made again, because a new one would be empty. */
public record Volume(VolumeWant want, boolean there) {
    public Volume {
        Objects.requireNonNull(want);
    }

    public String name() {
        return want.name();
    }
}
