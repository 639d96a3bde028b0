package brume.consistency;

/** What should not happen, from the worst to what only the strictest level forbids. */
public enum AnomalyKind {
    LOST_WRITE("lost-write", "acknowledged, but not there at the end", Level.NONE),
    DIVERGED("diverged", "two reads tell different orders of the same row: copies differ", Level.NONE),
    DUPLICATED("duplicated", "written once, but there twice", Level.NONE),
    SUM_CHANGED("sum-changed", "a total of all accounts that no state of the bank has", Level.NONE),
    DIRTY_WRITE("G0", "transactions overwrite each other's rows in a circle", Level.NONE),
    ABORTED_READ("G1a", "a read returned what was rolled back", Level.READ_COMMITTED),
    INTERMEDIATE_READ("G1b", "a read returned a state from the middle of another transaction", Level.READ_COMMITTED),
    CIRCULAR_FLOW("G1c", "transactions saw each other's writes in a circle", Level.READ_COMMITTED),
    OWN_WRITE_MISSED("internal", "a transaction did not see its own write, or saw a row change under it", Level.SNAPSHOT),
    LOST_UPDATE("lost-update", "two transactions changed a row on the ground of the same state of it, and both were acknowledged", Level.SNAPSHOT),
    READ_SKEW("G-single", "a transaction saw one part of another one's effects, but not all", Level.SNAPSHOT),
    STALE_READ("stale-read", "a read lacks what had been acknowledged before it began", Level.NONE),
    WRITE_SKEW("G2-item", "transactions each missed the other's writes to other rows than their own", Level.SERIALIZABLE);

    private final String code;
    private final String meaning;
    private final Level from;

    AnomalyKind(String code, String meaning, Level from) {
        this.code = code;
        this.meaning = meaning;
        this.from = from;
    }

    /** Stable name in output and documents; Adya's where there is one. */
    public String code() {
        return code;
    }

    /** One sentence without full stop. */
    public String meaning() {
        return meaning;
    }

    /** Whether a database that works on one server gives this at that level. */
    public boolean allowedAt(Level level) {
        return level.compareTo(from) < 0;
    }
}
