package brume.core.driver;

import java.time.Duration;
import java.util.Objects;

/**
 * What a driver promises.
 *
 * @param provider for people: product and version, such as {@code incus 6.0.4}
 * @param honoursKeys whether a repeated {@code create} with one key makes one machine
 * @param listingLag how long after a change {@code list} and {@code find} may still show the old state; zero when they are exact
 * @param staticAddresses whether {@link InstanceSpec#address()} is honoured
 */
public record Capabilities(String provider, boolean honoursKeys, Duration listingLag, boolean staticAddresses) {
    public Capabilities {
        Objects.requireNonNull(provider);
        Objects.requireNonNull(listingLag);
    }
}
