package brume.director.instance;

import brume.core.driver.Flavor;
import brume.core.id.InstanceId;
import brume.core.id.SiteId;
import java.util.List;
import java.util.Objects;

/**
 * An instance to have.
 *
 * @param name first part of the machine's name, {@code [a-z][a-z0-9-]*}, at most {@link #NAME_CHARS_MAX}; no two living instances of a site share one
 * @param agent whether an agent runs in it, which then gets its first orders
 */
public record InstanceWant(InstanceId id, SiteId site, String name, String image, Flavor flavor, boolean agent, Power power, List<VolumeWant> volumes) {
    /** Leaves room for a generation of many digits within the 62 characters that providers take. */
    public static final int NAME_CHARS_MAX = 50;

    public InstanceWant {
        Objects.requireNonNull(id);
        Objects.requireNonNull(site);
        if (!name.matches("[a-z][a-z0-9-]*") || name.length() > NAME_CHARS_MAX) {
            throw new IllegalArgumentException("not a name for an instance: " + name);
        }
        Objects.requireNonNull(image);
        Objects.requireNonNull(flavor);
        Objects.requireNonNull(power);
        volumes = List.copyOf(volumes);
    }
}
