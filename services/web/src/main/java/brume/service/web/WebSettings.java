package brume.service.web;

import java.util.List;
import java.util.Objects;

/**
 * Settings of the role {@code web}, as the plan half writes and the node half reads them. The code versions are the role's content.
 *
 * @param service text form of the service's id
 * @param version text form of the id of the code version to serve; empty when none is active, which shows the welcome page
 * @param backends addresses to ask, or {@link Json#SELF}
 * @param proxies addresses whose word about the client's address is believed, or {@link Json#SELF}
 * @param bodyMax largest request body in nginx's notation, such as {@code 8M}; {@code 0} is unlimited
 * @param requestSeconds after which a request is given up
 */
public record WebSettings(
        String service, String version, List<String> backends, List<String> proxies, String bodyMax, int requestSeconds, Leave leave) {
    public WebSettings {
        Objects.requireNonNull(service);
        Objects.requireNonNull(version);
        backends = List.copyOf(backends);
        proxies = List.copyOf(proxies);
        Objects.requireNonNull(bodyMax);
        Objects.requireNonNull(leave);
    }
}
