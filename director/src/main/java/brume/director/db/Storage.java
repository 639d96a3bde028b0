package brume.director.db;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jooq.DSLContext;

/**
 * What every engine does in its own way. The transaction's methods (begin to rollBack) are called by one thread at a time, in that order.
 */
sealed interface Storage permits Sqlite, Postgres {

    /** Begins a write transaction, which no other is beside, of this process or another, and which sees everything that was committed before. */
    DSLContext begin() throws SQLException;

    /** Runs one statement in the transaction. */
    void execute(String sql) throws SQLException;

    /** Ends the transaction; it is on disk when this returns. {@code news} reaches the other processes then. {@link CommitUnknownException} when nobody can tell whether it is. */
    void commit(Set<String> news) throws SQLException;

    /** Gives the transaction up, whatever state it is in. */
    void rollBack() throws SQLException;

    /** Connections for reading; where there are none, reads take turns with writes in {@link #writing()}. */
    Optional<HikariDataSource> readers();

    void beginReading(Connection connection) throws SQLException;

    void endReading(Connection connection) throws SQLException;

    DSLContext dsl(Connection connection);

    /** The writer's context outside of transactions. */
    DSLContext writing();

    /** Whether no other process can use the database. */
    boolean sole();

    /** The clock that all processes share, where there may be several. */
    Optional<InstantSource> clock();

    /** Waits for news of other processes, at most so long. Used by one thread. */
    void hear(Duration most, Consumer<String> listener) throws SQLException;

    /** Whether it was the connection that failed, and not what was asked of it. */
    boolean lost(SQLException e);

    /** Whether the disk had no room for what was asked. */
    boolean full(SQLException e);

    void close();

    static void execute(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
