package brume.director.node;

/** What the director knows of a node's agent. Stored by name. */
public enum AgentState {
    /** Never spoke since the machine's current boot. */
    WAITING,
    CONNECTED,
    /** Spoke, and has been silent for too long while its machine is wanted on. */
    LOST
}
