package brume.consistency;

/**
 * How far a database promises to keep transactions apart, weakest first. At every level one server also promises that what it acknowledged stays, and that who asks later sees it.
 */
public enum Level {
    /** Nothing beyond what holds at every level. */
    NONE("none"),
    /** Reads see what is committed. InnoDB: {@code READ-COMMITTED}, and {@code REPEATABLE-READ} without {@code innodb_snapshot_isolation}, whose writes do not look at what was read. */
    READ_COMMITTED("read committed"),
    /** Every transaction works on one state of the database, and of two that change a row at once one is refused. InnoDB: {@code REPEATABLE-READ} with {@code innodb_snapshot_isolation}. */
    SNAPSHOT("snapshot isolation"),
    /** As if one after the other. InnoDB: {@code SERIALIZABLE}. */
    SERIALIZABLE("serializable");

    private final String words;

    Level(String words) {
        this.words = words;
    }

    /** As people say it. */
    public String words() {
        return words;
    }
}
