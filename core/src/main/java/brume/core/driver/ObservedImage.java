package brume.core.driver;

import brume.core.quantity.Bytes;
import java.util.List;
import java.util.Objects;

/**
 * An image as the provider shows it.
 *
 * @param fingerprint content digest or the provider's id
 */
public record ObservedImage(String fingerprint, List<String> aliases, Bytes size, String description) {
    public ObservedImage {
        Objects.requireNonNull(fingerprint);
        aliases = List.copyOf(aliases);
        Objects.requireNonNull(size);
        Objects.requireNonNull(description);
    }
}
