package brume.director.service;

import brume.core.agent.RoleConfig;
import brume.core.id.InstanceId;
import brume.core.service.NodePlan;
import java.util.List;
import java.util.Objects;

/** One change to the wants of one node. */
sealed interface NodeAct {
    record Add(NodePlan plan) implements NodeAct {
        public Add {
            Objects.requireNonNull(plan);
        }
    }

    record SetRoles(InstanceId id, List<RoleConfig> roles) implements NodeAct {
        public SetRoles {
            Objects.requireNonNull(id);
            roles = List.copyOf(roles);
        }
    }

    record SetPower(InstanceId id, boolean on) implements NodeAct {
        public SetPower {
            Objects.requireNonNull(id);
        }
    }

    record Remove(InstanceId id) implements NodeAct {
        public Remove {
            Objects.requireNonNull(id);
        }
    }
}
