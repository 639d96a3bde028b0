package brume.director.db;

/** The database's disk is full: the transaction was not made, reads go on, and writes do as soon as there is room again. */
@SuppressWarnings("serial")
public final class DiskFullException extends DatabaseException {
    DiskFullException(Throwable cause) {
        super("the disk of the database is full: free some space there", cause);
    }
}
