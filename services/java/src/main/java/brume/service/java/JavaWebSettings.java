package brume.service.java;

import brume.service.web.Leave;
import java.util.List;
import java.util.Objects;

/**
 * Settings of {@code java.web}: those of {@link brume.service.web.WebSettings}, and one more.
 *
 * @param servesFiles whether the web serves static files itself; else the backends are asked for everything
 */
public record JavaWebSettings(
        String service, String version, List<String> backends, List<String> proxies, String bodyMax, int requestSeconds, boolean servesFiles, Leave leave) {
    public JavaWebSettings {
        Objects.requireNonNull(service);
        Objects.requireNonNull(version);
        backends = List.copyOf(backends);
        proxies = List.copyOf(proxies);
        Objects.requireNonNull(bodyMax);
        Objects.requireNonNull(leave);
    }
}
