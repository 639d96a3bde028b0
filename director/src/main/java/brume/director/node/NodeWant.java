package brume.director.node;

import brume.core.agent.RoleConfig;
import brume.core.id.InstanceId;
import brume.core.id.ServiceId;
import java.util.List;
import java.util.Objects;

/** A node to have; its instance is wanted in the same transaction. */
public record NodeWant(InstanceId id, ServiceId service, int ordinal, List<RoleConfig> roles) {
    public NodeWant {
        Objects.requireNonNull(id);
        Objects.requireNonNull(service);
        roles = List.copyOf(roles);
    }
}
