package brume.director.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/**
 * How SQLite is opened: write-ahead log and {@code synchronous=FULL}, so that what was acknowledged survives a killed process and a power cut
 * (sqlite.org/pragma.html#pragma_synchronous).
 */
final class Sqlite implements Storage {
    /** Readers at once. Reads are short and a reader keeps a carrier thread busy, so more would not help. */
    private static final int READERS = 4;

    /** Readers and the writer do not block each other with a write-ahead log; this covers the rare checkpoint and recovery. */
    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(10);

    /** The log file shrinks to this after a checkpoint. */
    private static final int LOG_BYTES_MAX = 64 << 20;

    static final Settings SETTINGS =
            new Settings().withExecuteLogging(false).withRenderCatalog(false).withRenderSchema(false);

    static {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    private final Connection writer;
    private final DSLContext writing;
    private final Optional<HikariDataSource> readers;
    private final Optional<Ownership> ownership;

    private Sqlite(Connection writer, Optional<HikariDataSource> readers, Optional<Ownership> ownership) {
        this.writer = writer;
        this.writing = dsl(writer);
        this.readers = readers;
        this.ownership = ownership;
    }

    static Database open(Path file) {
        Ownership ownership = own(file);
        try {
            String url = "jdbc:sqlite:" + file.toAbsolutePath();
            SQLiteDataSource writing = source(url, config());
            migrate(writing);
            return new Database(new Sqlite(new CachingConnection(writing.getConnection()), Optional.of(readers(cachingSource(url))), Optional.of(ownership)));
        } catch (SQLException e) {
            throw new DatabaseException("the database could not be opened", e);
        }
    }

    static Database openInMemory() {
        try {
            SQLiteConfig config = common();
            config.setSynchronous(SynchronousMode.OFF);
            Connection connection = source("jdbc:sqlite::memory:", config).getConnection();
            connection.unwrap(SQLiteConnection.class).deserialize("main", Template.BYTES);
            return new Database(new Sqlite(new CachingConnection(connection), Optional.empty(), Optional.empty()));
        } catch (SQLException e) {
            throw new DatabaseException("the database could not be opened", e);
        }
    }

    @Override
    public DSLContext begin() throws SQLException {
        Storage.execute(writer, "BEGIN IMMEDIATE");
        return writing;
    }

    @Override
    public void execute(String sql) throws SQLException {
        Storage.execute(writer, sql);
    }

    @Override
    public void commit(Set<String> news) throws SQLException {
        Storage.execute(writer, "COMMIT");
    }

    @Override
    public void rollBack() throws SQLException {
        Storage.execute(writer, "ROLLBACK");
    }

    @Override
    public Optional<HikariDataSource> readers() {
        return readers;
    }

    @Override
    public void beginReading(Connection connection) throws SQLException {
        Storage.execute(connection, "BEGIN");
    }

    @Override
    public void endReading(Connection connection) throws SQLException {
        Storage.execute(connection, "COMMIT");
    }

    @Override
    public DSLContext dsl(Connection connection) {
        return DSL.using(connection, SQLDialect.SQLITE, SETTINGS);
    }

    @Override
    public DSLContext writing() {
        return writing;
    }

    @Override
    public boolean sole() {
        return true;
    }

    @Override
    public Optional<InstantSource> clock() {
        return Optional.empty();
    }

    @Override
    public void hear(Duration most, Consumer<String> listener) {
        throw new IllegalStateException("nobody else writes to this database");
    }

    /** What the disk cannot do is not the statement's mistake. */
    @Override
    public boolean lost(SQLException e) {
        return e.getErrorCode() == SQLiteErrorCode.SQLITE_IOERR.code;
    }

    @Override
    public boolean full(SQLException e) {
        return e.getErrorCode() == SQLiteErrorCode.SQLITE_FULL.code;
    }

    @Override
    public void close() {
        try {
            readers.ifPresent(HikariDataSource::close);
            writer.close();
            if (ownership.isPresent()) {
                ownership.get().close();
            }
        } catch (SQLException | IOException e) {
            throw new DatabaseException("the database could not be closed", e);
        }
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = common();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout((int) BUSY_TIMEOUT.toMillis());
        config.setJournalSizeLimit(LOG_BYTES_MAX);
        return config;
    }

    private static SQLiteConfig common() {
        SQLiteConfig config = new SQLiteConfig();
        config.enforceForeignKeys(true);
        config.setGetGeneratedKeys(false); // the driver would ask for them after every insert; our keys are ids that we make
        return config;
    }

    private static SQLiteDataSource source(String url, SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(url);
        return source;
    }

    /** Every connection with prepared statements of its own. */
    private static SQLiteDataSource cachingSource(String url) {
        SQLiteDataSource source = new SQLiteDataSource(config()) {
            @Override
            public Connection getConnection() throws SQLException {
                return new CachingConnection(super.getConnection());
            }
        };
        source.setUrl(url);
        return source;
    }

    private static HikariDataSource readers(SQLiteDataSource source) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("readers");
        config.setDataSource(source);
        config.setMaximumPoolSize(READERS);
        config.setConnectionInitSql("PRAGMA query_only = true");
        return new HikariDataSource(config);
    }

    private static void migrate(DataSource source) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .loggers("slf4j")
                .load()
                .migrate();
    }

    /** One director per file: two would each believe that no other writes. */
    private static Ownership own(Path file) {
        try {
            return Ownership.take(file.resolveSibling(file.getFileName() + ".lock"))
                    .orElseThrow(() -> new IllegalStateException("another director has the database open: " + file));
        } catch (IOException e) {
            throw new DatabaseException("the database could not be locked", e);
        }
    }

    /** The whole schema as the bytes of a database file, made once: a copy is a thousand times cheaper than a migration. */
    private static final class Template {
        static final byte[] BYTES = make();

        private static byte[] make() {
            try {
                Path file = Files.createTempFile("brume-schema", ".db");
                try {
                    migrate(source("jdbc:sqlite:" + file, new SQLiteConfig()));
                    return Files.readAllBytes(file);
                } finally {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new DatabaseException("the schema could not be prepared", e);
            }
        }
    }
}
