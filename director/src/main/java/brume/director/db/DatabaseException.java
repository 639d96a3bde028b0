package brume.director.db;

/** The database itself fails: full disk, lost file, lost connection. Not expected; the engine tries again later, and users are told to. */
@SuppressWarnings("serial")
public sealed class DatabaseException extends RuntimeException permits CommitUnknownException, DiskFullException {
    DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
