package brume.testkit.sim;

import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import java.util.Map;

/** What a simulated role does with its config. */
@FunctionalInterface
public interface RoleBehaviour {
    /** Every role comes up and has nothing to say. */
    RoleBehaviour OBEDIENT = (role, machine) -> new Result(RoleState.RUNNING, Map.of());

    /** What the role is, once it worked on its config. Asked again whenever the agent works; deterministic, or by a generator of the simulation. */
    Result bring(RoleConfig role, long machine);

    /** As in {@link brume.core.agent.RoleReport}. */
    record Result(RoleState state, Map<String, String> facts) {
        public Result {
            facts = Map.copyOf(facts);
        }
    }
}
