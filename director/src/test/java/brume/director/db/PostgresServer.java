package brume.director.db;

import brume.director.db.generated.DefaultSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Table;

/**
 * A PostgreSQL server of the operating system's package, in a temporary folder, reached by a UNIX socket; one for all tests of this process, ended with it. Every test has a schema to
 * itself. The server refuses to run as root, so root starts it as user {@code postgres}.
 */
public final class PostgresServer {
    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final String WIPE = DefaultSchema.DEFAULT_SCHEMA.getTables().stream()
            .map(Table::getName)
            .collect(Collectors.joining(", ", "TRUNCATE ", ""));

    private final Path programs = programs();
    private final Path folder;
    private final Deque<PostgresAddress> free = new ArrayDeque<>();
    private int schemas;
    private Process server;

    private PostgresServer() throws IOException, InterruptedException {
        folder = Files.createTempDirectory("brume-pg");
        if (ROOT) {
            run(List.of("chown", "postgres:", folder.toString()));
        }
        run(asServer(programs.resolve("initdb").toString(), "-D", data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"));
        start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "postgres-end"));
    }

    private static final class Shared {
        static final PostgresServer SERVER = make();

        private static PostgresServer make() {
            try {
                return new PostgresServer();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    /** The one that tests share. */
    public static PostgresServer shared() {
        return Shared.SERVER;
    }

    /** One more, for a test that ends and starts it. */
    static PostgresServer own() throws IOException, InterruptedException {
        return new PostgresServer();
    }

    /** A schema with empty tables. */
    public synchronized PostgresAddress take() {
        PostgresAddress address = Optional.ofNullable(free.poll()).orElseGet(this::made);
        try (Database database = Postgres.attach(address, System::nanoTime)) {
            database.write(tx -> tx.execute(WIPE));
        }
        return address;
    }

    /** Nobody uses the schema any more. */
    synchronized void giveBack(PostgresAddress address) {
        free.add(address);
    }

    private PostgresAddress made() {
        PostgresAddress address = address("test" + ++schemas);
        Postgres.migrate(address);
        return address;
    }

    /** The server's database, where a schema of that name may be made. */
    PostgresAddress address(String schema) {
        return new PostgresAddress(folder.toString(), 5432, "postgres", "postgres", schema, Optional.empty(), Optional.empty());
    }

    /** Starts the server, or starts it again. */
    void start() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(asServer(
                programs.resolve("postgres").toString(), "-D", data(), "-k", folder.toString(), "-h", "", "-N", "300", "-F"));
        server = builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
        run(List.of("timeout", "60", "sh", "-c", "until '" + programs.resolve("pg_isready") + "' -q -h '" + folder + "'; do sleep 0.05; done"));
    }

    /** Ends the server without a word to anybody, as a crash does; what was committed stays. */
    void crash() throws IOException, InterruptedException {
        run(List.of("kill", "-QUIT", Long.toString(server.pid())));
        server.waitFor();
    }

    /** Ends the server and removes its folder. */
    void end() {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            if (server.isAlive()) {
                crash();
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private static List<String> asServer(String... command) {
        List<String> whole = new ArrayList<>(ROOT ? List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups") : List.of());
        whole.addAll(List.of(command));
        return whole;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + said);
        }
    }

    /** The newest that is installed. */
    private static Path programs() {
        try (Stream<Path> versions = Files.list(PACKAGES)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparing(Path::toString))
                    .orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException("these tests need PostgreSQL: apt-get install postgresql", e);
        }
    }
}
