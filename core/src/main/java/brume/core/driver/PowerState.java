package brume.core.driver;

/** What the provider says of a machine's power. */
public enum PowerState {
    /** Accepted or booting; not known to run yet. */
    STARTING,
    RUNNING,
    /** On its way down. */
    STOPPING,
    STOPPED,
    /** Paused in memory. */
    FROZEN,
    /** The provider gave up on it; it never runs again and only {@code remove} makes sense. */
    FAILED
}
