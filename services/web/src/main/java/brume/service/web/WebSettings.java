package brume.service.web;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the role {@code web}, as the plan half writes and the node half reads them. The code versions are the role's content.
 *
 * @param service text form of the service's id
 * @param version text form of the id of the code version to serve; empty when none is active, which shows the welcome page
 * @param backends addresses to ask, or {@link Json#SELF}
 * @param weights of those backends that have not {@link Weights#INITIAL}, by address
 * @param proxies addresses whose word about the client's address is believed, or {@link Json#SELF}
 * @param bodyMax largest request body in nginx's notation, such as {@code 8M}; {@code 0} is unlimited
 * @param requestSeconds after which a request is given up
 * @param openSeconds after which none is open any more, its upload included
 */
public record WebSettings(
        String service,
        String version,
        List<String> backends,
        Map<String, Integer> weights,
        List<String> proxies,
        String bodyMax,
        int requestSeconds,
        int openSeconds,
        Leave leave) {
    /** @param weights null in settings that were written before there were weights */
    public WebSettings(
            String service,
            String version,
            List<String> backends,
            @Nullable Map<String, Integer> weights,
            List<String> proxies,
            String bodyMax,
            int requestSeconds,
            int openSeconds,
            Leave leave) {
        this.service = Objects.requireNonNull(service);
        this.version = Objects.requireNonNull(version);
        this.backends = List.copyOf(backends);
        this.weights = weights == null ? Map.of() : Map.copyOf(weights);
        this.proxies = List.copyOf(proxies);
        this.bodyMax = Objects.requireNonNull(bodyMax);
        this.requestSeconds = requestSeconds;
        this.openSeconds = openSeconds;
        this.leave = Objects.requireNonNull(leave);
    }
}
