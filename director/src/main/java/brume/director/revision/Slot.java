package brume.director.revision;

/** What a service may have bytes for. */
public enum Slot {
    ARCHIVE("Archive", "code"),
    DUMP("Dump", "dump"),
    STARTUP_SCRIPT("StartupScript", "startup script");

    private final String field;
    private final String word;

    Slot(String field, String word) {
        this.field = field;
        this.word = word;
    }

    /** The manifest's field. */
    public String field() {
        return field;
    }

    /** What people call it. */
    public String word() {
        return word;
    }
}
