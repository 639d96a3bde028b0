package brume.director.service;

import brume.core.agent.RoleConfig;
import brume.core.id.InstanceId;
import brume.director.db.Life;
import java.util.List;
import java.util.Objects;

/**
 * What the planner needs to know of a node besides what the service's own planner sees.
 *
 * @param off whether the site shows its machine stopped, or none
 */
record NodeSight(InstanceId id, int ordinal, Life life, List<RoleConfig> roles, boolean wantedOn, boolean off) {
    NodeSight {
        Objects.requireNonNull(id);
        Objects.requireNonNull(life);
        roles = List.copyOf(roles);
    }
}
