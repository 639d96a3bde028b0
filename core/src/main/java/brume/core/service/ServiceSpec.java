package brume.core.service;

import java.util.Map;
import java.util.Objects;

/**
 * What a user wants of a service.
 *
 * @param counts wanted number of nodes per role name; roles left out have their initial count
 * @param settings JSON object text; keys are the service type's own
 */
public record ServiceSpec(Map<String, Integer> counts, String settings) {
    public ServiceSpec {
        counts = Map.copyOf(counts);
        Objects.requireNonNull(settings);
    }
}
