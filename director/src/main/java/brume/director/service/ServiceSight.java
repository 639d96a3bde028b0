package brume.director.service;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The seen side of a service.
 *
 * @param generation of the wants that are met
 * @param text one sentence
 * @param exports variables for sibling services; may hold secret placeholders
 */
public record ServiceSight(long generation, ServiceState state, String text, Map<String, String> exports, Optional<String> url) {
    public ServiceSight {
        Objects.requireNonNull(state);
        Objects.requireNonNull(text);
        exports = Map.copyOf(exports);
        Objects.requireNonNull(url);
    }
}
