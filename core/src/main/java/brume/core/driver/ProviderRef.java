package brume.core.driver;

import java.util.Objects;

/** The provider's own handle of a machine: a name on Incus and LXD, an id elsewhere. Opaque to everybody but the driver. */
public record ProviderRef(String value) implements Comparable<ProviderRef> {
    public ProviderRef {
        Objects.requireNonNull(value);
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a provider reference is not empty");
        }
    }

    @Override
    public int compareTo(ProviderRef other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
