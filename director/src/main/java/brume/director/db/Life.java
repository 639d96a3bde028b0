package brume.director.db;

/** Deletion is a state: rows outlive the listings that still show what they stood for. Stored by name in columns called {@code life}. */
public enum Life {
    ALIVE,
    /** Asked to go; everything that belongs to it is being removed. */
    DYING,
    /** Everything is gone; the row stays for a while and is then purged. */
    DEAD
}
