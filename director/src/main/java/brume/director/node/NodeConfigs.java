package brume.director.node;

import brume.core.agent.NodeConfig;
import brume.core.agent.RoleConfig;
import brume.director.secret.Secrets;
import java.util.List;
import java.util.Objects;

/** Makes the document that an agent is handed: the one place where secrets stand in clear, and it is never stored or logged. */
public final class NodeConfigs {
    private final Secrets secrets;

    public NodeConfigs(Secrets secrets) {
        this.secrets = Objects.requireNonNull(secrets);
    }

    NodeConfig of(Node node) {
        List<RoleConfig> roles = node.roles().stream()
                .map(r -> new RoleConfig(r.role(), secrets.reveal(r.settings()), r.content()))
                .toList();
        return new NodeConfig(node.configGeneration(), node.fence(), roles);
    }
}
