package brume.director.service;

/** State of a service or an application; the words are ConPaaS's. Stored by name. */
public enum ServiceState {
    /** Never started. */
    INIT,
    /** Starting. */
    PROLOGUE,
    RUNNING,
    /** Running and changing. */
    ADAPTING,
    /** Stopping, or being deleted. */
    EPILOGUE,
    STOPPED,
    /** Cannot go on by itself; the text says what is needed. */
    ERROR
}
