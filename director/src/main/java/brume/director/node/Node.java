package brume.director.node;

import brume.core.agent.NodeReport;
import brume.core.agent.RoleConfig;
import brume.core.id.InstanceId;
import brume.core.id.ServiceId;
import brume.director.db.Life;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A row of table {@code node}.
 *
 * @param ordinal within the service, from 1
 * @param unwanted whether the user wants this very node gone
 * @param configGeneration grows with every change of {@code roles}
 * @param fence grows with every key that is granted the identity; 0 before the first
 * @param key SHA-256 of the granted public key, of machine generation {@code keyGeneration}
 * @param report the last one that said something new
 * @param heardAt when the agent was last known to speak; coarse
 */
public record Node(
        InstanceId id,
        ServiceId service,
        int ordinal,
        Life life,
        List<RoleConfig> roles,
        boolean unwanted,
        long configGeneration,
        long fence,
        Optional<String> key,
        long keyGeneration,
        Optional<NodeReport> report,
        Optional<Instant> heardAt,
        AgentState agent) {
    public Node {
        Objects.requireNonNull(id);
        Objects.requireNonNull(service);
        Objects.requireNonNull(life);
        roles = List.copyOf(roles);
        Objects.requireNonNull(key);
        Objects.requireNonNull(report);
        Objects.requireNonNull(heardAt);
        Objects.requireNonNull(agent);
    }
}
