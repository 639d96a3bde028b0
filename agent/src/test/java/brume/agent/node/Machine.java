package brume.agent.node;

import brume.agent.base.Signal;
import brume.agent.base.WholeFile;
import brume.core.agent.Bootstrap;
import brume.json.Json;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A folder that stands for a machine, and the agent as a real process in it. */
final class Machine implements AutoCloseable {
    private final Path root;
    private Optional<Process> process = Optional.empty();

    Machine(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    Path state() {
        return new AgentPaths(root).state();
    }

    Machine bootstrap(Bootstrap bootstrap) throws IOException {
        Path file = new AgentPaths(root).bootstrapFile();
        Files.createDirectories(WholeFile.parent(file));
        WholeFile.write(file, Json.write(bootstrap));
        return this;
    }

    /** Starts the agent; one that runs already is killed first. */
    Machine start() throws IOException {
        kill();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx32m", "-Xshare:auto"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "brume.agent.node.ScriptedAgent", root.toString()));
        File log = root.resolve("agent.log").toFile();
        process = Optional.of(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log)).start());
        return this;
    }

    /** As a power cut does: no chance to tidy up. */
    void kill() {
        process.ifPresent(p -> {
            p.destroyForcibly();
            awaitTrue("the agent is dead", () -> !p.isAlive());
        });
        process = Optional.empty();
    }

    boolean alive() {
        return process.filter(Process::isAlive).isPresent();
    }

    /** What the scripted roles did, line by line. */
    List<String> journal() {
        return read(root.resolve("journal")).lines().toList();
    }

    /** Lets roles that wait go on. */
    void go() throws IOException {
        Files.createFile(root.resolve("go"));
    }

    String log() {
        return read(root.resolve("agent.log"));
    }

    private static String read(Path file) {
        try {
            return WholeFile.read(file).orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitJournal(String line) {
        awaitTrue("journal says " + line, () -> journal().contains(line));
    }

    void awaitJournal(int lines) {
        awaitTrue("journal has " + lines + " lines", () -> journal().size() >= lines);
    }

    void awaitLog(String part) {
        awaitTrue("log says " + part, () -> log().contains(part));
    }

    private void awaitTrue(String what, BooleanSupplier holds) {
        final int attempts = 4000;
        for (int i = 0; i < attempts; i++) {
            if (holds.getAsBoolean()) {
                return;
            }
            try {
                Signal.pause(Duration.ofMillis(5));
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted", e);
            }
        }
        throw new AssertionError("never: " + what + "\njournal: " + journal() + "\nlog:\n" + log());
    }

    @Override
    public void close() {
        kill();
    }
}
