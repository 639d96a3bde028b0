package brume.director.db;

/** The database itself fails: full disk, lost file, lost connection. Not expected; the engine tries again later. */
@SuppressWarnings("serial")
public final class DatabaseException extends RuntimeException {
    DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
