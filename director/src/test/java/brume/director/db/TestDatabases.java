package brume.director.db;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Empty databases for tests: in memory, or on PostgreSQL where a test is run {@linkplain OnBothEngines on both engines}. For tests that run one after the other. */
public final class TestDatabases {
    /** The engines that there are. */
    enum Engine {
        SQLITE,
        POSTGRESQL
    }

    private static final List<PostgresAddress> TAKEN = new ArrayList<>();
    private static Engine current = Engine.SQLITE;

    private TestDatabases() {}

    /** A fresh one, of the engine whose turn it is. */
    public static Database open() {
        return switch (current) {
            case SQLITE -> Database.openInMemory();
            case POSTGRESQL -> Postgres.attach(schema(), System::nanoTime);
        };
    }

    /** A fresh one on disk, whose readers do not wait for its writer. */
    static Database openOnDisk(Path folder) {
        return switch (current) {
            case SQLITE -> Database.openSqlite(folder.resolve("brume.db"));
            case POSTGRESQL -> open();
        };
    }

    /** What is thrown when the database is away. */
    public static DatabaseException away() {
        return new DatabaseException("away", new SQLException("played"));
    }

    /** A schema with empty tables, until the end of the test. */
    static PostgresAddress schema() {
        PostgresAddress address = PostgresServer.shared().take();
        TAKEN.add(address);
        return address;
    }

    /** Before every test: what an earlier one took is free. */
    static void next(Engine engine) {
        TAKEN.forEach(address -> PostgresServer.shared().giveBack(address));
        TAKEN.clear();
        current = engine;
    }
}
