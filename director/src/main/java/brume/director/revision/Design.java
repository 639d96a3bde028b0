package brume.director.revision;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that is wanted of an application, complete.
 *
 * @param services in the order of their numbers; names are unique
 */
public record Design(String name, String description, List<ServiceDesign> services) {
    public Design {
        Objects.requireNonNull(name);
        Objects.requireNonNull(description);
        services = List.copyOf(services);
        if (services.stream().map(ServiceDesign::name).distinct().count() != services.size()) {
            throw new IllegalArgumentException("names of services are unique in an application");
        }
    }

    public Optional<ServiceDesign> find(String service) {
        return services.stream().filter(s -> s.name().equals(service)).findFirst();
    }

    /** Of an application that does not exist. */
    public static Design nothing(String name) {
        return new Design(name, "", List.of());
    }
}
