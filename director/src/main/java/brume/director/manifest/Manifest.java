package brume.director.manifest;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A manifest without mistakes.
 *
 * @param application empty when left out: the director chooses a name
 */
public record Manifest(Optional<String> application, Optional<String> description, List<ServiceEntry> services) {
    public Manifest {
        Objects.requireNonNull(application);
        Objects.requireNonNull(description);
        services = List.copyOf(services);
    }

    /** Every file and URL that it names. */
    public Stream<Source> sources() {
        return services.stream().flatMap(s -> Stream.of(s.startupScript(), s.archive(), s.dump()).flatMap(Optional::stream));
    }
}
