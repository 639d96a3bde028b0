package brume.driver.incus;

import brume.core.driver.ObservedInstance;
import brume.core.driver.PowerState;
import brume.core.driver.ProviderRef;
import brume.core.driver.Tags;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the daemon tells of an instance, in our words. */
final class InstanceJson {
    /** What a daemon that is no cluster says for a location. */
    private static final String NO_LOCATION = "none";

    private InstanceJson() {}

    /** @param full an instance with its {@code state}, as recursion 1 of one and recursion 2 of all give it */
    static ObservedInstance observed(JsonNode full, Tags tags, PowerState power, String serverName) {
        String name = full.path("name").asText();
        String location = full.path("location").asText();
        return new ObservedInstance(
                new ProviderRef(name),
                name,
                tags,
                power,
                addresses(full.path("state").path("network")),
                createdAt(full.path("created_at").asText()),
                location.isEmpty() || location.equals(NO_LOCATION) ? serverName : location);
    }

    /**
     * Whether its creation has not come to its end: a stopped instance waits for its first start ({@code volatile.apply_template}) or has started before
     * ({@code volatile.last_state.power}). When the daemon dies during a creation, such an instance stays for good, without a disk; starting it fails and even
     * keeps it from being deleted.
     */
    static boolean halfMade(JsonNode instance) {
        JsonNode config = instance.path("config");
        return power(instance) == PowerState.STOPPED && !config.has("volatile.apply_template") && !config.has("volatile.last_state.power");
    }

    /** Status codes of instances: REST API documentation, "Status codes". */
    static PowerState power(JsonNode instance) {
        return switch (instance.path("status_code").asInt()) {
            case 101, 103, 111, 113 -> PowerState.RUNNING; // started, running, thawed, ready
            case 102 -> PowerState.STOPPED;
            case 107, 108 -> PowerState.STOPPING; // stopping, aborting
            case 109, 110 -> PowerState.FROZEN; // freezing, frozen
            // Pending (105), starting (106), and error (112), which means that the container's monitor did not answer in time: on a host under load it passes,
            // so it is not the provider giving up.
            default -> PowerState.STARTING;
        };
    }

    /** Global ones only, IPv4 before IPv6, our own interface before those that the guest may have made. */
    private static List<String> addresses(JsonNode network) {
        List<String> found = new ArrayList<>();
        for (String family : List.of("inet", "inet6")) {
            collect(network.path(InstanceRequest.NIC), family, found);
            for (Map.Entry<String, JsonNode> other : network.properties()) {
                if (!other.getKey().equals(InstanceRequest.NIC) && !other.getKey().equals("lo")) {
                    collect(other.getValue(), family, found);
                }
            }
        }
        return found;
    }

    private static void collect(JsonNode device, String family, List<String> found) {
        for (JsonNode address : device.path("addresses")) {
            if (address.path("family").asText().equals(family) && address.path("scope").asText().equals("global")) {
                found.add(address.path("address").asText());
            }
        }
    }

    private static Instant createdAt(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }
}
