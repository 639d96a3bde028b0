package brume.driver.incus;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/**
 * The daemon at the other end.
 *
 * @param name of the cluster member that answered, or of the host
 * @param extensions of the API, as {@code GET /1.0} lists them
 */
record Server(Product product, String version, String name, Set<String> extensions) {
    Server {
        extensions = Set.copyOf(extensions);
    }

    static Server of(JsonNode metadata) {
        JsonNode environment = metadata.path("environment");
        Product product = environment.path("server").asText().equals("lxd") ? Product.LXD : Product.INCUS;
        Set<String> extensions = new HashSet<>();
        metadata.path("api_extensions").forEach(e -> extensions.add(e.asText()));
        return new Server(product, environment.path("server_version").asText(), environment.path("server_name").asText(), extensions);
    }

    /** Whether {@code POST /1.0/instances} takes {@code start}; LXD 5.0 passes over it. */
    boolean createsStarted() {
        return extensions.contains("instance_create_start");
    }
}
