package brume.service.mysql;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a load balancer reports.
 *
 * @param servers names that it may send connections to, in the order of preference
 * @param up those of them that passed their last check
 * @param drained no connection is left on a balancer that is leaving
 */
public record GlbFacts(List<String> servers, List<String> up, boolean drained) {
    public GlbFacts {
        servers = List.copyOf(servers);
        up = List.copyOf(up);
    }

    public Map<String, String> toMap() {
        return Map.of("servers", String.join(",", servers), "up", String.join(",", up), "drained", String.valueOf(drained));
    }

    /** Empty when the facts are not those of a load balancer. */
    public static Optional<GlbFacts> of(Map<String, String> map) {
        if (!map.containsKey("servers")) {
            return Optional.empty();
        }
        return Optional.of(new GlbFacts(
                MysqlFacts.list(map.getOrDefault("servers", "")),
                MysqlFacts.list(map.getOrDefault("up", "")),
                Boolean.parseBoolean(map.get("drained"))));
    }
}
