package brume.director.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How PostgreSQL is used, so that several directors on one schema take turns as the writers of one SQLite file do: every write transaction begins by taking a lock on the schema's number
 * and then reads the server's clock, in one round trip. The lock goes with the transaction, so a director that dies lets go at once, and one that freezes when the server ends its idle
 * transaction. Each director has one connection for writing, a few for reading, and one that listens for news.
 */
final class Postgres implements Storage {
    /** Readers at once: enough to hide the way to the server, few enough for several directors at a server's usual 100 connections. */
    private static final int READERS = 8;

    /** A connection in use is given to the next reader within this, or the server is away. */
    private static final Duration READER_WAIT = Duration.ofSeconds(10);

    /** More news than this in one commit is told as one word: anything. A payload has less than 8000 bytes (PostgreSQL 15 manual, NOTIFY). */
    private static final int NEWS_MAX = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Postgres.class);

    private final PostgresSource source;
    private final HikariDataSource readers;
    private final SharedClock clock;
    private final String turn;
    private final String channel;
    private final String self;
    /** SQLSTATE disk_full (the server's documents, appendix "PostgreSQL Error Codes"). */
    private static final String DISK_FULL = "53100";

    private @Nullable Connection writer;
    private @Nullable DSLContext writing;
    private @Nullable Connection ear;

    private Postgres(PostgresSource source, LongSupplier nanos) throws SQLException {
        this.source = source;
        this.clock = new SharedClock(nanos);
        long number = number(source.address().schema());
        this.turn = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_advisory_xact_lock(" + number
                + "); SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint";
        this.channel = "brume_" + HexFormat.of().toHexDigits(number);
        begin();
        this.self = ask("SELECT gen_random_uuid()::text");
        rollBack();
        this.readers = readers(source);
    }

    /** Opens the database after bringing the deployment's schema up to date, which is made when it is not there. */
    static Database open(PostgresAddress address, LongSupplier nanos) {
        migrate(address);
        return attach(address, nanos);
    }

    /** Opens a database whose schema is there and up to date. */
    static Database attach(PostgresAddress address, LongSupplier nanos) {
        try {
            return new Database(new Postgres(new PostgresSource(address), nanos));
        } catch (SQLException e) {
            throw new DatabaseException("the database cannot be opened: " + address + ": " + e.getMessage(), e);
        }
    }

    static void migrate(PostgresAddress address) {
        try {
            Flyway.configure()
                    .dataSource(new PostgresSource(address).forSchemaChanges())
                    .locations("classpath:db/migration")
                    .loggers("slf4j")
                    .schemas(address.schema())
                    .createSchemas(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new DatabaseException("the schema cannot be brought up to date: " + address + ": " + e.getMessage(), e);
        }
    }

    @Override
    public DSLContext begin() throws SQLException {
        boolean fresh = writer == null;
        try {
            takeTurn();
        } catch (SQLException e) {
            boolean lost = lost(e);
            forget();
            if (fresh || !lost) {
                throw e;
            }
            takeTurn(); // it broke while nobody used it, so nothing is lost with it
        }
        return writing();
    }

    private void takeTurn() throws SQLException {
        try (PreparedStatement statement = writer().prepareStatement(turn)) {
            statement.execute();
            statement.getMoreResults();
            statement.getMoreResults();
            try (ResultSet now = statement.getResultSet()) {
                now.next();
                clock.measured(now.getLong(1));
            }
        }
    }

    @Override
    public void execute(String sql) throws SQLException {
        Storage.execute(writer(), sql);
    }

    @Override
    public void commit(Set<String> news) throws SQLException {
        try {
            if (news.isEmpty()) {
                execute("COMMIT");
            } else {
                commitWith(news.size() <= NEWS_MAX ? String.join(" ", news) : Database.ANYTHING);
            }
        } catch (SQLException e) {
            boolean ended = PostgresSource.TRANSACTION_ENDED.equals(e.getSQLState());
            if (lost(e) && !ended) {
                throw new CommitUnknownException(e);
            }
            throw e;
        }
    }

    private void commitWith(String news) throws SQLException {
        try (PreparedStatement statement = writer().prepareStatement("SELECT pg_notify(?, ?); COMMIT")) {
            statement.setString(1, channel);
            statement.setString(2, self + " " + news);
            statement.execute();
        }
    }

    @Override
    public void rollBack() throws SQLException {
        if (writer == null) {
            return;
        }
        try {
            Storage.execute(writer, "ROLLBACK");
        } catch (SQLException e) {
            forget(); // the server rolls back what no connection holds
            throw e;
        }
    }

    @Override
    public Optional<HikariDataSource> readers() {
        return Optional.of(readers);
    }

    /** The driver begins the transaction with its first statement. */
    @Override
    public void beginReading(Connection connection) {}

    @Override
    public void endReading(Connection connection) throws SQLException {
        connection.rollback();
    }

    @Override
    public DSLContext dsl(Connection connection) {
        return DSL.using(connection, SQLDialect.POSTGRES, Sqlite.SETTINGS);
    }

    @Override
    public DSLContext writing() {
        if (writing == null) {
            throw new IllegalStateException("not in a transaction");
        }
        return writing;
    }

    @Override
    public boolean sole() {
        return false;
    }

    @Override
    public Optional<InstantSource> clock() {
        return Optional.of(clock);
    }

    @Override
    public void hear(Duration most, Consumer<String> listener) throws SQLException {
        try {
            if (ear == null) {
                ear = source.forListening();
                Storage.execute(ear, "LISTEN " + channel);
                listener.accept(Database.ANYTHING); // whatever happened before
            }
            PGNotification[] heard = ear.unwrap(PGConnection.class).getNotifications((int) most.toMillis());
            for (PGNotification notification : heard == null ? new PGNotification[0] : heard) {
                List<String> words = List.of(notification.getParameter().split(" "));
                if (!words.getFirst().equals(self)) {
                    words.stream().skip(1).forEach(listener);
                }
            }
        } catch (SQLException e) {
            closeQuietly(ear);
            ear = null;
            throw e;
        }
    }

    @Override
    public boolean lost(SQLException e) {
        return PostgresSource.lost(e);
    }

    @Override
    public boolean full(SQLException e) {
        return DISK_FULL.equals(e.getSQLState());
    }

    @Override
    public void close() {
        readers.close();
        forget();
        closeQuietly(ear);
        ear = null;
    }

    private Connection writer() throws SQLException {
        Connection there = writer;
        if (there == null) {
            there = source.forWriting();
            writer = there;
            writing = dsl(there);
        }
        return there;
    }

    private void forget() {
        closeQuietly(writer);
        writer = null;
        writing = null;
    }

    /** A connection that broke cannot always be closed in good order. */
    private static void closeQuietly(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            LOG.atDebug().setCause(e).log("a broken connection to the database could not be closed");
        }
    }

    private String ask(String sql) throws SQLException {
        try (PreparedStatement statement = writer().prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    private static HikariDataSource readers(PostgresSource source) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("readers");
        config.setDataSource(source.forReading());
        config.setMaximumPoolSize(READERS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(READER_WAIT.toMillis());
        config.setAutoCommit(false);
        config.setReadOnly(true);
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        return new HikariDataSource(config);
    }

    /** Locks by number are the database's; each schema has its own (PostgreSQL 15 manual, section 13.3.5). */
    private static long number(String schema) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(("brume writers " + schema).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
