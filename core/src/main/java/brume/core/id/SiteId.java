package brume.core.id;

import java.util.Objects;
import java.util.UUID;

/** Identity of a site (anywhere machines can be had). */
public record SiteId(UUID value) implements Comparable<SiteId> {
    public SiteId {
        Objects.requireNonNull(value);
    }

    /** Reads the text form; throws {@link IllegalArgumentException} when it is no UUID. */
    public static SiteId parse(String text) {
        return new SiteId(UUID.fromString(text));
    }

    @Override
    public int compareTo(SiteId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
