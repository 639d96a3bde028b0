package brume.core.agent;

import java.util.List;

/**
 * Everything a node shall be. The agent keeps the last one on disk and serves on by it while the director is away.
 *
 * @param generation grows with every change of the wanted configuration
 * @param fence grows with every machine that is granted the node's identity; a config with a lower fence than one seen is refused
 * @param roles in the order to bring them; a role that is gone from the list is stopped
 */
public record NodeConfig(long generation, long fence, List<RoleConfig> roles) {
    public NodeConfig {
        roles = List.copyOf(roles);
    }
}
