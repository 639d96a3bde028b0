package brume.cli;

import java.util.List;
import java.util.Objects;

/** Ends a command with an exit code and something for the user to read. */
final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ExitCode exit;
    private final transient List<String> lines;

    CliException(ExitCode exit, List<String> lines) {
        super(String.join("\n", lines), null, false, false);
        this.exit = Objects.requireNonNull(exit);
        this.lines = List.copyOf(lines);
    }

    static CliException of(ExitCode exit, String... lines) {
        return new CliException(exit, List.of(lines));
    }

    ExitCode exit() {
        return exit;
    }

    List<String> lines() {
        return lines;
    }
}
