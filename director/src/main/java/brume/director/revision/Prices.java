package brume.director.revision;

import brume.core.driver.Flavor;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What machines cost, in credits per started hour. One credit is one machine-hour, as ConPaaS counts, unless a price is set.
 *
 * @param machine of a flavor that has no price of its own
 * @param flavors by name, see {@link #name}
 */
public record Prices(BigDecimal machine, Map<String, BigDecimal> flavors) {
    public static final Prices DEFAULT = new Prices(BigDecimal.ONE, Map.of());

    private static final long GIBIBYTE = 1L << 30;

    public Prices {
        Objects.requireNonNull(machine);
        flavors = Map.copyOf(new TreeMap<>(flavors));
    }

    /** Such as {@code 2x4}: processors, started, and gibibytes of memory, started. */
    public static String name(Flavor flavor) {
        return (flavor.cpu().value() + 999) / 1000 + "x" + (flavor.memory().value() + GIBIBYTE - 1) / GIBIBYTE;
    }

    public BigDecimal perHour(Flavor flavor) {
        return Optional.ofNullable(flavors.get(name(flavor))).orElse(machine);
    }
}
