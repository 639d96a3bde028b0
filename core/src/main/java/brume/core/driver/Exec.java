package brume.core.driver;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Facet: running a program in a machine, without a terminal, and waiting for it. */
public interface Exec {
    /** {@link DriverException.OutcomeUnknown} when the deadline passes first. Output over 1 MiB a stream is cut. */
    Result run(ProviderRef ref, Command command);

    /**
     * A program with its arguments; no shell is involved.
     *
     * @param environment added to the guest's default
     */
    record Command(List<String> arguments, Map<String, String> environment, Duration deadline) {
        public Command {
            arguments = List.copyOf(arguments);
            environment = Map.copyOf(environment);
            Objects.requireNonNull(deadline);
            if (arguments.isEmpty()) {
                throw new IllegalArgumentException("a command has at least a program");
            }
        }
    }

    /** Exit code and output as UTF-8 text. */
    record Result(int exitCode, String stdout, String stderr) {
        public Result {
            Objects.requireNonNull(stdout);
            Objects.requireNonNull(stderr);
        }
    }
}
