package brume.director.whole;

import brume.director.Settings;
import brume.director.Wiring;
import brume.director.db.PostgresAddress;
import brume.director.http.ApiContract;
import brume.director.http.Door;
import brume.director.http.Served;
import brume.director.http.TestClient;
import brume.service.mysql.MysqlService;
import brume.service.php.PhpService;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A director in a process of its own, over a {@linkplain FolderSites folder of machines}, to be killed and frozen. */
final class DirectorProcess implements Served, AutoCloseable {
    private final Path home;
    private final Process process;
    private final String url;
    private Optional<ApiContract> contract = Optional.empty();

    private DirectorProcess(Path home, Process process, String url) {
        this.home = home;
        this.process = process;
        this.url = url;
    }

    /** The process itself. Arguments: the director's home and the folder of machines. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        FolderSites sites = new FolderSites(Path.of(arguments[1]));
        Wiring wiring = new Wiring(Settings.read(Path.of(arguments[0])), List.of(sites), List.of(new PhpService(), new MysqlService()));
        System.out.println("ready " + wiring.start(text -> {}));
        Thread.currentThread().join();
    }

    /** Prepares a home. */
    static void prepare(Path home, PostgresAddress database, Path blobs) throws IOException {
        prepare(home, 0, "blobs=" + blobs, "database=postgresql:///" + database.database() + "?host=" + database.host(),
                "database.user=" + database.user(), "database.schema=" + database.schema());
    }

    /** Prepares the home of a director with a database of its own. */
    static void prepare(Path home, int apiPort, String... more) throws IOException {
        Files.createDirectories(home);
        List<String> lines = new ArrayList<>(List.of("deployment=test", "api.port=" + apiPort, "agent.port=0"));
        lines.addAll(List.of(more));
        Files.write(home.resolve("director.properties"), lines);
    }

    /** Starts a director, and waits until it serves. What it logs goes to {@code log} in its home. */
    static DirectorProcess start(Path home, Path machines) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
                        "-cp", System.getProperty("java.class.path"), DirectorProcess.class.getName(), home.toString(), machines.toString())
                .redirectError(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
                .start();
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        if (line == null || !line.startsWith("ready ")) {
            process.destroyForcibly();
            throw new IllegalStateException("it does not start: " + line + "\n" + Files.readString(home.resolve("log")));
        }
        return new DirectorProcess(home, process, line.substring("ready ".length()));
    }

    TestClient admin() throws IOException {
        return TestClient.of(this, caPem()).token(Files.readString(home.resolve("token")).strip());
    }

    String log() throws IOException {
        return Files.readString(home.resolve("log"));
    }

    /** Ends it at once (SIGKILL on Unix, as the documents of Process say). */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stops its threads where they are. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("no signal could be sent");
        }
    }

    @Override
    public String url(Door door) {
        return switch (door) {
            case API -> url;
            case AGENT -> throw new IllegalStateException("its port is not known");
        };
    }

    @Override
    public String caPem() {
        try {
            return Files.readString(home.resolve("ca/ca.pem"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public ApiContract contract() {
        return contract.orElseGet(() -> {
            ApiContract read = new ApiContract((ObjectNode) TestClient.of(this, caPem()).fetch("/api/v1/openapi.json").json());
            contract = Optional.of(read);
            return read;
        });
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
