package brume.director.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jooq.tools.jdbc.DefaultConnection;
import org.jooq.tools.jdbc.DefaultPreparedStatement;

/**
 * Keeps prepared statements for the next use: parsing a statement costs SQLite more than running it, and the driver keeps none. Used by one thread at a time, as the connection is.
 */
final class CachingConnection extends DefaultConnection {
    /** The stores have fewer texts than this, but for lists of many lengths; those beyond are prepared every time. */
    private static final int STATEMENTS_MAX = 500;

    private final Map<String, Reused> idle = new HashMap<>();

    CachingConnection(Connection connection) {
        super(connection);
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        Reused kept = idle.remove(sql);
        return kept != null ? kept : new Reused(sql, getDelegate().prepareStatement(sql));
    }

    @Override
    public void close() throws SQLException {
        for (Reused statement : idle.values()) {
            statement.getDelegate().close();
        }
        idle.clear();
        super.close();
    }

    /** Closing it means: no longer needed for now. Its results are closed by then, as jOOQ does. */
    private final class Reused extends DefaultPreparedStatement {
        private final String sql;

        Reused(String sql, PreparedStatement statement) {
            super(statement);
            this.sql = sql;
        }

        @Override
        public void close() throws SQLException {
            PreparedStatement statement = getDelegate();
            if (idle.size() >= STATEMENTS_MAX || idle.containsKey(sql)) {
                statement.close();
                return;
            }
            statement.clearParameters();
            idle.put(sql, this);
        }
    }
}
