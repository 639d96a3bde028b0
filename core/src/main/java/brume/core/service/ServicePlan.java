package brume.core.service;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What should be.
 *
 * @param nodes every node that should exist; a living member whose ordinal is not here is removed
 * @param exports variables for sibling services, such as {@code MYSQL_IP}; empty values are left out until known. May hold secret placeholders
 * @param url where users reach the service, when it is known
 */
public record ServicePlan(List<NodePlan> nodes, Map<String, String> exports, Optional<String> url, Progress progress) {
    public ServicePlan {
        nodes = List.copyOf(nodes);
        exports = Map.copyOf(exports);
        Objects.requireNonNull(url);
        Objects.requireNonNull(progress);
    }
}
