package brume.director.http;

/** Who may call a route. The only place where that is decided; a test reads the table and tries every route with every kind of caller. */
public enum Access {
    /** Anyone who reaches the API door. */
    PUBLIC(Door.API),
    /** Anyone with a token. */
    USER_READ(Door.API),
    /** Anyone with a token whose scope is write or admin. */
    USER_WRITE(Door.API),
    /** An administrator with a token of scope admin. */
    ADMIN(Door.API),
    /** A machine that has no certificate yet; the handler verifies its token. */
    AGENT_ENROL(Door.AGENT),
    /** A machine with a valid certificate. */
    AGENT(Door.AGENT);

    private final Door door;

    Access(Door door) {
        this.door = door;
    }

    public Door door() {
        return door;
    }

    /** Whether the caller may go through. */
    public boolean admits(Caller caller) {
        return switch (this) {
            case PUBLIC, AGENT_ENROL -> true;
            case USER_READ -> caller instanceof UserCaller;
            case USER_WRITE -> caller instanceof UserCaller user && user.scope().atLeast(Scope.WRITE);
            case ADMIN -> caller instanceof UserCaller user && user.scope().atLeast(Scope.ADMIN) && user.role() == AccountRole.ADMIN;
            case AGENT -> caller instanceof AgentCaller;
        };
    }
}
