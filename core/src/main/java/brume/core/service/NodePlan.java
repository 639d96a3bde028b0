package brume.core.service;

import brume.core.agent.RoleConfig;
import java.util.List;

/**
 * One node that should exist. Same ordinal: the same node is kept and reconfigured. {@code volumes} count only when the node is made.
 */
public record NodePlan(int ordinal, List<RoleConfig> roles, List<VolumeNeed> volumes) {
    public NodePlan {
        if (ordinal < 1) {
            throw new IllegalArgumentException("ordinals count from 1: " + ordinal);
        }
        roles = List.copyOf(roles);
        volumes = List.copyOf(volumes);
    }
}
