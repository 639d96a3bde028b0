package brume.agent.role;

import brume.core.agent.RoleConfig;

/** One thing to do to one role. */
public sealed interface RoleStep {
    String role();

    /** Bring it to its config. */
    record Bring(RoleConfig config) implements RoleStep {
        @Override
        public String role() {
            return config.role();
        }
    }

    /** See what it is. */
    record Look(String role) implements RoleStep {}

    /** End it: the config names it no more. */
    record Stop(String role) implements RoleStep {}
}
