package brume.core.driver;

import brume.core.quantity.Bytes;
import brume.core.quantity.Millicores;
import java.util.Objects;

/** Size of a machine: upper limits, not reservations, where the provider shares its host. */
public record Flavor(Millicores cpu, Bytes memory, Bytes disk) {
    public Flavor {
        Objects.requireNonNull(cpu);
        Objects.requireNonNull(memory);
        Objects.requireNonNull(disk);
    }
}
