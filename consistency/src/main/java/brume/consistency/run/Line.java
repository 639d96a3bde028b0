package brume.consistency.run;

import brume.consistency.run.CheckOrder.Endpoint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.mariadb.jdbc.Driver;

/** A connection to one endpoint, opened anew when it broke. For one thread. */
final class Line implements AutoCloseable {
    /** A local network answers at once; a frozen machine does not. */
    private static final String CONNECT_MILLIS_MAX = "3000";

    /** Longer than Galera holds writes up when a node is lost, shorter than any user's patience. */
    private static final String ANSWER_MILLIS_MAX = "15000";

    private final CheckOrder order;
    private final Endpoint endpoint;
    private final String database;
    private Optional<Connection> open = Optional.empty();
    private String node = "";

    Line(CheckOrder order, Endpoint endpoint) {
        this(order, endpoint, order.database());
    }

    /** @param database that the session begins in; empty for none */
    Line(CheckOrder order, Endpoint endpoint, String database) {
        this.database = Objects.requireNonNull(database);
        this.order = Objects.requireNonNull(order);
        this.endpoint = Objects.requireNonNull(endpoint);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Which server answers, by its own name; a load balancer may lead elsewhere next time. */
    String node() {
        return node;
    }

    /** The connection; opened when there is none. */
    Connection connection() throws SQLException {
        if (open.isPresent()) {
            return open.get();
        }
        Connection made = connect();
        open = Optional.of(made);
        try (Statement statement = made.createStatement()) {
            statement.execute("SET SESSION TRANSACTION ISOLATION LEVEL " + order.isolation().sql());
            statement.execute("SET SESSION innodb_lock_wait_timeout = 3");
        }
        made.setAutoCommit(false);
        String name = ask("SELECT @@wsrep_node_name");
        node = name.isEmpty() ? endpoint.toString() : name;
        made.commit();
        return made;
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", order.user());
        properties.setProperty("password", order.password());
        properties.setProperty("connectTimeout", CONNECT_MILLIS_MAX);
        properties.setProperty("socketTimeout", ANSWER_MILLIS_MAX);
        // a server has no business with files of this machine
        properties.setProperty("allowLocalInfile", "false");
        Connection made = new Driver().connect("jdbc:mariadb://" + endpoint + "/" + database, properties);
        if (made == null) {
            throw new SQLNonTransientConnectionException("the driver takes URLs of MariaDB");
        }
        return made;
    }

    /** First column of the first row; empty without rows. */
    String ask(String sql) throws SQLException {
        try (Statement statement = connection().createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? Optional.ofNullable(rows.getString(1)).orElse("") : "";
        }
    }

    /** As {@link #ask} with one number in the place of {@code ?}. */
    String ask(String sql, int key) throws SQLException {
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            statement.setInt(1, key);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.ofNullable(rows.getString(1)).orElse("") : "";
            }
        }
    }

    /** As {@link #ask} for a row that must be there. */
    long number(String sql, int key) throws SQLException {
        String text = ask(sql, key);
        if (text.isEmpty()) {
            throw new SQLDataException("row " + key + " is not there");
        }
        return Long.parseLong(text);
    }

    /** As {@link #run} for one row that must be there. */
    void change(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            if (statement.executeUpdate() != 1) {
                throw new SQLDataException("the row to be changed is not there");
            }
        }
    }

    void run(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    /** After a failure: nothing of the transaction stays open here, and a connection that no longer answers is given up. */
    void clear() {
        open.ifPresent(connection -> {
            try {
                connection.rollback();
            } catch (SQLException e) {
                close();
            }
        });
    }

    @Override
    public void close() {
        open.ifPresent(connection -> {
            try {
                connection.close();
            } catch (SQLException e) {
                // it is given up either way
            }
        });
        open = Optional.empty();
    }
}
