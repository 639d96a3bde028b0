package brume.service.java;

import brume.service.web.Leave;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Settings of {@code java.web}: those of {@link brume.service.web.WebSettings}, and one more.
 *
 * @param servesFiles whether the web serves static files itself; else the backends are asked for everything
 */
public record JavaWebSettings(
        String service,
        String version,
        List<String> backends,
        Map<String, Integer> weights,
        List<String> proxies,
        String bodyMax,
        int requestSeconds,
        int openSeconds,
        boolean servesFiles,
        Leave leave) {
    /** @param weights null in settings that were written before there were weights */
    public JavaWebSettings(
            String service,
            String version,
            List<String> backends,
            @Nullable Map<String, Integer> weights,
            List<String> proxies,
            String bodyMax,
            int requestSeconds,
            int openSeconds,
            boolean servesFiles,
            Leave leave) {
        this.service = Objects.requireNonNull(service);
        this.version = Objects.requireNonNull(version);
        this.backends = List.copyOf(backends);
        this.weights = weights == null ? Map.of() : Map.copyOf(weights);
        this.proxies = List.copyOf(proxies);
        this.bodyMax = Objects.requireNonNull(bodyMax);
        this.requestSeconds = requestSeconds;
        this.openSeconds = openSeconds;
        this.servesFiles = servesFiles;
        this.leave = Objects.requireNonNull(leave);
    }
}
