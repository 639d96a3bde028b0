package brume.service.java;

import brume.service.web.Json;
import brume.service.web.Leave;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Settings of {@code java.backend}, as the plan half writes and the node half reads them. The code versions are the role's content.
 *
 * @param service text form of the service's id
 * @param clients addresses that may ask, or {@link Json#SELF}; all others are refused
 * @param peers addresses of all backends, itself as {@link Json#SELF}
 * @param versions ids of the versions to run, each by a Tomcat of its own
 * @param heapMax of each Tomcat, in the notation of the JVM, such as {@code 256M}
 * @param environment variables of the application; may hold secret placeholders until delivery
 * @param sessionKey secret that all backends share; a placeholder until delivery
 * @param requestSeconds after which a request is given up
 */
public record TomcatSettings(
        String service,
        List<String> clients,
        List<String> peers,
        List<String> versions,
        String heapMax,
        Map<String, String> environment,
        String sessionKey,
        int requestSeconds,
        Leave leave) {
    public TomcatSettings {
        Objects.requireNonNull(service);
        clients = List.copyOf(clients);
        peers = List.copyOf(peers);
        versions = List.copyOf(versions);
        Objects.requireNonNull(heapMax);
        environment = Map.copyOf(environment);
        Objects.requireNonNull(sessionKey);
        Objects.requireNonNull(leave);
    }

    /** The environment and the key are secrets, so they are left out. */
    @Override
    public String toString() {
        return "TomcatSettings[" + service + ", clients=" + clients + ", versions=" + versions + ", " + leave + "]";
    }
}
