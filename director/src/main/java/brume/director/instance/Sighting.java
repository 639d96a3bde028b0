package brume.director.instance;

import brume.core.driver.ObservedInstance;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a look found of one instance.
 *
 * @param machines of any generation, as far as the look reaches
 * @param asOf when the provider was asked, before it answered
 */
record Sighting(List<ObservedInstance> machines, Instant asOf) {
    Sighting {
        machines = List.copyOf(machines);
        Objects.requireNonNull(asOf);
    }
}
