package brume.director.log;

import java.util.Objects;

/**
 * Whose log it is, kept beside it, because it outlives the rows.
 *
 * @param instance id
 * @param machine name of the machine
 * @param node number within the service
 * @param appId id; {@code app} the name
 * @param serviceId id; {@code sid} the number within the application, {@code service} the name
 */
record NodeFacts(String instance, String machine, int node, String appId, String app, String serviceId, int sid, String service) {
    NodeFacts {
        Objects.requireNonNull(instance);
        Objects.requireNonNull(machine);
        Objects.requireNonNull(appId);
        Objects.requireNonNull(app);
        Objects.requireNonNull(serviceId);
        Objects.requireNonNull(service);
    }

    boolean ofService(String which) {
        return which.equals(Integer.toString(sid)) || which.equals(service) || which.equals(serviceId);
    }

    boolean isNode(String which) {
        return which.equals(Integer.toString(node)) || which.equals(machine) || which.equals(instance);
    }
}
