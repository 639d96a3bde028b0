package brume.director.service;

import brume.core.service.RoleDef;
import brume.core.service.ServiceType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The service types of this installation, by name. Immutable. */
public final class ServiceTypes {
    private final Map<String, ServiceType> byName;

    public ServiceTypes(Collection<? extends ServiceType> types) {
        Map<String, ServiceType> map = new TreeMap<>();
        types.forEach(t -> map.put(t.name(), t));
        this.byName = Map.copyOf(map);
    }

    public Optional<ServiceType> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The type of a service that this director made or took over. */
    public ServiceType of(Service service) {
        return find(service.type()).orElseThrow(() -> new IllegalStateException("a service of a type that this director does not have"));
    }

    public Map<String, ServiceType> all() {
        return byName;
    }

    /** By name. */
    public List<ServiceType> list() {
        return List.copyOf(new TreeMap<>(byName).values());
    }

    /** Given counts, with the initial count of every role that is left out. */
    public static Map<String, Integer> complete(ServiceType type, Map<String, Integer> given) {
        Map<String, Integer> complete = new LinkedHashMap<>();
        for (RoleDef role : type.roles()) {
            complete.put(role.name(), given.getOrDefault(role.name(), role.initial()));
        }
        return complete;
    }
}
