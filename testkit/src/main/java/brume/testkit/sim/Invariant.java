package brume.testkit.sim;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something that must hold.
 *
 * @param name one clause, such as {@code never two running copies under one fence}
 * @param broken evidence that it does not hold, empty while it does; looks and changes nothing
 */
public record Invariant(String name, Supplier<Optional<String>> broken) {
    public Invariant {
        Objects.requireNonNull(name);
        Objects.requireNonNull(broken);
    }
}
