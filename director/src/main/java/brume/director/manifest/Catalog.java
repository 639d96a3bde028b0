package brume.director.manifest;

import brume.core.service.ServiceType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a manifest may name on this installation. */
public record Catalog(SortedMap<String, ServiceType> types, Set<String> sites) {
    public Catalog(Map<String, ServiceType> types, Set<String> sites) {
        this(new TreeMap<>(types), Set.copyOf(sites));
    }

    Optional<ServiceType> type(String name) {
        return Optional.ofNullable(types.get(name));
    }
}
