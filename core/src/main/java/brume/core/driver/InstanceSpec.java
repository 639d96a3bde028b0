package brume.core.driver;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that a machine is made from. All of it is in the director's row before the call is made.
 *
 * @param name name at the provider, {@code [a-z][a-z0-9-]{0,61}}, unique per generation
 * @param image alias or id of an image of the site
 * @param address IPv4 address to give it, where the site takes ours; the driver derives the MAC address from it, so that a successor
 *     with the same address is reachable at once
 * @param bootstrap text that only the guest and the provider can read; the agent's first orders. Empty for a machine without an agent
 * @param volumes exist before the call
 */
public record InstanceSpec(
        String name, String image, Flavor flavor, Tags tags, Optional<String> address, String bootstrap, List<VolumeMount> volumes) {
    public InstanceSpec {
        Objects.requireNonNull(name);
        Objects.requireNonNull(image);
        Objects.requireNonNull(flavor);
        Objects.requireNonNull(tags);
        Objects.requireNonNull(address);
        Objects.requireNonNull(bootstrap);
        volumes = List.copyOf(volumes);
    }

    @Override
    public String toString() {
        return "InstanceSpec[" + name + ", " + image + ", " + flavor + ", " + tags + ", " + address + ", " + volumes + "]"; // never the bootstrap text
    }
}
