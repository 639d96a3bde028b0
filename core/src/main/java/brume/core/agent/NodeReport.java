package brume.core.agent;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a node is. Sent at once when something changes and every few seconds otherwise, which makes it the heartbeat.
 *
 * @param generation of the {@link NodeConfig} that all roles have reached; 0 when none
 * @param fence of the config that the agent obeys
 * @param agent version of the agent
 * @param bootId differs after every boot of the machine
 */
public record NodeReport(long generation, long fence, String agent, String bootId, List<RoleReport> roles, NodeLoad load) {
    public NodeReport {
        Objects.requireNonNull(agent);
        Objects.requireNonNull(bootId);
        roles = List.copyOf(roles);
        Objects.requireNonNull(load);
    }

    public Optional<RoleReport> role(String name) {
        return roles.stream().filter(r -> r.role().equals(name)).findFirst();
    }
}
