package brume.core.role;

import brume.core.agent.ContentRef;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The machine as a role may touch it. The agent's is real; tests put a folder and a script of answers behind it. */
public interface NodeSystem {

    /** Reads a small text file; empty when there is none. */
    Optional<String> read(Path file) throws RoleException;

    /** Writes a file whole or not at all (temporary file, sync, rename), making its folders. True when the content or access differed before. */
    boolean write(Path file, String content, Access access) throws RoleException;

    /** Removes a file or a folder with what is in it; never follows links. No effect when there is none. */
    void remove(Path path) throws RoleException;

    /** Runs a program and waits. A non-zero exit is an answer, not an exception; a passed deadline is {@link RoleException} {@code deadline}. */
    Result run(Command command) throws RoleException;

    /**
     * As {@link #run}, but passes standard output on as it comes, whatever its length; that of the result is empty. When {@code output} takes no more the program is ended, and it is
     * {@link RoleException} {@code answer-not-taken}.
     */
    Result stream(Command command, OutputStream output) throws RoleException;

    /** State of a systemd unit. */
    UnitState unit(String unit) throws RoleException;

    /** Brings a unit to run; no effect when it does. Returns when systemd says that it started. */
    void startUnit(String unit) throws RoleException;

    /** Asks a running unit to read its configuration again; starts a stopped one. */
    void reloadUnit(String unit) throws RoleException;

    void restartUnit(String unit) throws RoleException;

    /** Stops a unit; no effect when it is stopped. */
    void stopUnit(String unit) throws RoleException;

    /** The verified local copy of a blob, downloaded first if need be. Read-only; stays while the current config names it. */
    Path content(ContentRef ref) throws RoleException;

    /** This machine's own address, as the rest of the application reaches it. */
    String address();

    InstantSource clock();

    /** Waits until {@code probe} holds; {@link RoleException} with {@code code} and {@code text} when {@code patience} runs out. The only way to wait in a role. */
    void await(Probe probe, Duration patience, String code, String text) throws RoleException;

    /** Something to wait for. */
    @FunctionalInterface
    interface Probe {
        boolean holds() throws RoleException;
    }

    /**
     * Owner and permission bits of a file.
     *
     * @param owner {@code user:group} by name
     * @param mode nine-letter form, such as {@code rw-r-----}
     */
    record Access(String owner, String mode) {
        public static final Access ROOT_ONLY = new Access("root:root", "rw-------");
        public static final Access PUBLIC = new Access("root:root", "rw-r--r--");

        public Access {
            Objects.requireNonNull(owner);
            Objects.requireNonNull(mode);
        }
    }

    /**
     * A program with its arguments, no shell. Secrets go through {@code input} or {@code environment}, never through arguments.
     *
     * @param input a file to feed to standard input
     */
    record Command(List<String> arguments, Map<String, String> environment, Optional<Path> input, String stdin, Duration deadline) {
        public Command {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
            Objects.requireNonNull(input);
            Objects.requireNonNull(stdin);
            Objects.requireNonNull(deadline);
        }

        public static Command of(Duration deadline, String... arguments) {
            return new Command(List.of(arguments), Map.of(), Optional.empty(), "", deadline);
        }

        public Command withStdin(String text) {
            return new Command(arguments, environment, Optional.empty(), text, deadline);
        }

        public Command withInput(Path file) {
            return new Command(arguments, environment, Optional.of(file), "", deadline);
        }

        public Command withEnvironment(Map<String, String> more) {
            return new Command(arguments, more, input, stdin, deadline);
        }

        /** Program and arguments only. */
        @Override
        public String toString() {
            return String.join(" ", arguments);
        }
    }

    /** Exit code and output (UTF-8, each stream cut at 1 MiB). */
    record Result(int exitCode, String stdout, String stderr) {
        public boolean ok() {
            return exitCode == 0;
        }
    }

    /** What systemd says of a unit. */
    enum UnitState {
        ACTIVE,
        ACTIVATING,
        INACTIVE,
        FAILED
    }
}
