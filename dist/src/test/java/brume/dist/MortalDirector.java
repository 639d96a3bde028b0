package brume.dist;

import static org.assertj.core.api.Assertions.assertThat;

import brume.testkit.contract.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The director of the deployment under test, to be killed and started again by the very command line that the launcher used, without what else the launcher does. Not thread-safe. */
final class MortalDirector {
    /** A start takes two seconds, and more on a busy machine. */
    private static final Patience STARTED = Patience.real(Duration.ofSeconds(60));

    private final Path home;
    private final List<String> command;
    private ProcessHandle process;

    private MortalDirector(Path home, List<String> command, ProcessHandle process) {
        this.home = home;
        this.command = command;
        this.process = process;
    }

    /** The one that {@code brume up} has started. */
    static MortalDirector running() throws IOException {
        Path home = Path.of(System.getenv("BRUME_HOME"));
        ProcessHandle process = ProcessHandle.of(Long.parseLong(Files.readString(home.resolve("director.pid")).strip())).orElseThrow();
        String line = new String(Files.readAllBytes(Path.of("/proc/" + process.pid() + "/cmdline")), StandardCharsets.UTF_8);
        return new MortalDirector(home, List.of(line.split("\0")), process);
    }

    Path home() {
        return home;
    }

    /** Ends it in the middle of whatever it does. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Starts it, and answers once it serves. */
    void start() throws IOException {
        Path out = home.resolve("log/again.out");
        Files.writeString(out, "");
        process = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start()
                .toHandle();
        Files.writeString(home.resolve("director.pid"), process.pid() + "\n");
        STARTED.until("the director serves", () -> ready(out));
    }

    private boolean ready(Path out) {
        try {
            assertThat(process.isAlive()).as("the director lives").isTrue();
            return Files.readString(out).contains("ready ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path log() {
        return home.resolve("log/director.log");
    }
}
