package brume.director.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Makes connections to one PostgreSQL database, each with the limits that its use needs. */
record PostgresSource(PostgresAddress address) {
    /** The server ended a transaction in which nothing happened for too long: {@code idle_in_transaction_session_timeout} (PostgreSQL 15 manual, appendix A). */
    static final String TRANSACTION_ENDED = "25P03";

    private static final Set<String> GOING = Set.of("57P01", "57P02", "57P03", TRANSACTION_ENDED);

    /** A director that freezes in a transaction keeps the others waiting for so long. Far longer than a transaction pauses between two statements on a busy machine. */
    private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(10);

    /** Longest wait for the turn: longer than a frozen director can keep it. */
    private static final Duration TURN = Duration.ofSeconds(30);

    /** Longest statement. */
    private static final Duration STATEMENT = Duration.ofSeconds(60);

    /** No answer for so long means that there is no server: longer than any statement. */
    private static final Duration ANSWER = Duration.ofSeconds(75);

    private static final Duration CONNECT = Duration.ofSeconds(5);

    Connection forWriting() throws SQLException {
        PGSimpleDataSource source = base("brume writer");
        source.setOptions("-c synchronous_commit=on -c idle_in_transaction_session_timeout=%d -c lock_timeout=%d -c statement_timeout=%d"
                .formatted(IDLE_IN_TRANSACTION.toMillis(), TURN.toMillis(), STATEMENT.toMillis()));
        source.setSocketTimeout((int) ANSWER.toSeconds());
        return source.getConnection();
    }

    DataSource forReading() {
        PGSimpleDataSource source = base("brume reader");
        source.setOptions("-c idle_in_transaction_session_timeout=%d -c statement_timeout=%d"
                .formatted(STATEMENT.toMillis(), STATEMENT.toMillis()));
        source.setSocketTimeout((int) ANSWER.toSeconds());
        return source;
    }

    Connection forListening() throws SQLException {
        return base("brume listener").getConnection();
    }

    /** Without limits: a change of the schema may take its time. */
    DataSource forSchemaChanges() {
        return base("brume schema");
    }

    /** Whether an error means that the connection is gone (class 08: connection exception; 57P0x: the server ends or begins). */
    static boolean lost(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("08") || GOING.contains(state));
    }

    private PGSimpleDataSource base(String name) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        boolean local = address.socket().isPresent();
        source.setServerNames(new String[] {local ? "localhost" : address.host()});
        source.setPortNumbers(new int[] {address.port()});
        source.setDatabaseName(address.database());
        source.setUser(address.user());
        source.setCurrentSchema(address.schema());
        source.setApplicationName(name);
        source.setConnectTimeout((int) CONNECT.toSeconds());
        source.setTcpKeepAlive(true);
        address.passwordFile().ifPresent(file -> source.setPassword(secret(file)));
        address.socket().ifPresent(socket -> {
            source.setSocketFactory(UnixSocketFactory.class.getName());
            source.setSocketFactoryArg(socket.toString());
        });
        encrypt(source);
        return source;
    }

    /** What leaves the machine is encrypted, and the server proves its name. */
    private void encrypt(PGSimpleDataSource source) {
        if (!address.remote()) {
            source.setSslMode("disable");
            return;
        }
        source.setSslMode("verify-full");
        address.caFile().ifPresentOrElse(
                file -> source.setSslRootCert(file.toString()), () -> source.setSslfactory("org.postgresql.ssl.DefaultJavaSSLFactory"));
    }

    /** The file's one line. */
    private static String secret(Path file) {
        try {
            Set<PosixFilePermission> others = Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
            if (Files.getPosixFilePermissions(file).stream().anyMatch(others::contains)) {
                throw new IllegalStateException("the file of the database's password can be read by others: chmod 600 " + file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IllegalStateException("the file of the database's password cannot be read: " + file, e);
        }
    }
}
