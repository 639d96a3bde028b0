package brume.driver.incus;

import java.util.Objects;
import java.util.Optional;

/**
 * A site's settings once they are known to be good.
 *
 * @param profile a profile to apply under what is given explicitly; none is the rule
 * @param flavor the product, where the operator does not want it found out
 */
record IncusSettings(Endpoint endpoint, String project, String network, String pool, Optional<String> profile, Optional<Product> flavor) {
    IncusSettings {
        Objects.requireNonNull(endpoint);
        Objects.requireNonNull(project);
        Objects.requireNonNull(network);
        Objects.requireNonNull(pool);
        Objects.requireNonNull(profile);
        Objects.requireNonNull(flavor);
    }
}
