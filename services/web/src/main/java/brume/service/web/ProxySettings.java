package brume.service.web;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the role {@code proxy}, as the plan half writes and the node half reads them.
 *
 * @param service text form of the service's id; a web that names another one is not asked
 * @param webs addresses to ask, or {@link Json#SELF}
 * @param weights of those webs that have not {@link Weights#INITIAL}, by address
 * @param requestSeconds after which a request is given up
 * @param openSeconds after which none is open any more, its upload included
 */
public record ProxySettings(String service, List<String> webs, Map<String, Integer> weights, int requestSeconds, int openSeconds, Leave leave) {
    /** @param weights null in settings that were written before there were weights */
    public ProxySettings(
            String service, List<String> webs, @Nullable Map<String, Integer> weights, int requestSeconds, int openSeconds, Leave leave) {
        this.service = Objects.requireNonNull(service);
        this.webs = List.copyOf(webs);
        this.weights = weights == null ? Map.of() : Map.copyOf(weights);
        this.requestSeconds = requestSeconds;
        this.openSeconds = openSeconds;
        this.leave = Objects.requireNonNull(leave);
    }
}
