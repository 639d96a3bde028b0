package brume.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;

/**
 * What a command has of its surroundings.
 *
 * @param home of the user
 * @param out for results
 * @param err for progress and mistakes
 */
record Terminal(Map<String, String> environment, Path home, InputStream in, PrintStream out, PrintStream err, InstantSource clock) {
    Terminal {
        environment = Map.copyOf(environment);
        Objects.requireNonNull(home);
        Objects.requireNonNull(in);
        Objects.requireNonNull(out);
        Objects.requireNonNull(err);
        Objects.requireNonNull(clock);
    }
}
