package brume.core.agent;

/** State of a role on a node. */
public enum RoleState {
    /** Known, nothing done yet. */
    INIT,
    /** Being brought to its config: downloading, joining, waiting for a port. */
    STARTING,
    /** Serving by the config of the reported generation. */
    RUNNING,
    STOPPING,
    STOPPED,
    /** Could not be brought; the detail says why. Tried again by the agent with growing pauses. */
    FAILED
}
