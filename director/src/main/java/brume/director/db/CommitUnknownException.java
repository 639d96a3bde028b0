package brume.director.db;

/** The connection broke in the middle of a commit: the transaction was done as a whole or not at all, and only looking again tells. */
@SuppressWarnings("serial")
public final class CommitUnknownException extends DatabaseException {
    CommitUnknownException(Throwable cause) {
        super("the connection to the database broke during a commit, and whether it was made is not known", cause);
    }
}
