package brume.testkit.sim;

import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import java.util.Map;

/** What a simulated role does with its config. */
@FunctionalInterface
public interface RoleBehaviour {
    /** Every role comes up and has nothing to say. */
    RoleBehaviour OBEDIENT = (role, agent) -> new Result(RoleState.RUNNING, Map.of());

    /**
     * What the role is, once it worked on its config. Asked again whenever the agent works or looks before a report; deterministic, or by a generator of the simulation.
     *
     * @param agent whose machine the role is on
     */
    Result bring(RoleConfig role, FakeAgent agent);

    /** The role is no longer on the machine: it is gone from the config, or the agent went inert. */
    default void end(String role, FakeAgent agent) {}

    /** As in {@link brume.core.agent.RoleReport}. */
    record Result(RoleState state, Map<String, String> facts) {
        public Result {
            facts = Map.copyOf(facts);
        }
    }
}
