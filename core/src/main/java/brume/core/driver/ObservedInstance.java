package brume.core.driver;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A machine as the provider shows it.
 *
 * @param addresses IPv4 and IPv6 addresses in text form, global ones only, empty until known
 * @param host where the provider runs it, empty when it does not say
 */
public record ObservedInstance(
        ProviderRef ref, String name, Tags tags, PowerState power, List<String> addresses, Instant createdAt, String host) {
    public ObservedInstance {
        Objects.requireNonNull(ref);
        Objects.requireNonNull(name);
        Objects.requireNonNull(tags);
        Objects.requireNonNull(power);
        addresses = List.copyOf(addresses);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(host);
    }
}
