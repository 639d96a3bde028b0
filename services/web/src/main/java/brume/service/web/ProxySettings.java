package brume.service.web;

import java.util.List;
import java.util.Objects;

/**
 * Settings of the role {@code proxy}, as the plan half writes and the node half reads them.
 *
 * @param service text form of the service's id; a web that names another one is not asked
 * @param webs addresses to ask, or {@link Json#SELF}
 * @param requestSeconds after which a request is given up
 */
public record ProxySettings(String service, List<String> webs, int requestSeconds, Leave leave) {
    public ProxySettings {
        Objects.requireNonNull(service);
        webs = List.copyOf(webs);
        Objects.requireNonNull(leave);
    }
}
