package brume.service.php;

import brume.service.web.Json;
import brume.service.web.Leave;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Settings of {@code php.backend}, as the plan half writes and the node half reads them. The code versions are the role's content.
 *
 * @param service text form of the service's id
 * @param clients addresses that may ask, or {@link Json#SELF}; all others are refused
 * @param ini the seven PHP settings by their names, complete
 * @param environment variables of the application; may hold secret placeholders until delivery
 * @param requestSeconds after which a request is ended
 * @param sessions where PHP's own sessions are
 */
public record BackendSettings(
        String service, List<String> clients, Map<String, String> ini, Map<String, String> environment, int requestSeconds, Sessions sessions, Leave leave) {
    public BackendSettings {
        Objects.requireNonNull(service);
        clients = List.copyOf(clients);
        ini = Map.copyOf(ini);
        environment = Map.copyOf(environment);
        Objects.requireNonNull(sessions);
        Objects.requireNonNull(leave);
    }

    /** The environment may hold secrets, so it is left out. */
    @Override
    public String toString() {
        return "BackendSettings[" + service + ", clients=" + clients + ", " + leave + "]";
    }
}
