package brume.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the commands of every tutorial, in order, in one shell, on real containers. */
@Tag("containers")
final class TutorialTest {
    private static final Pattern BLOCK = Pattern.compile("^```bash\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final int MINUTES_MAX = 20;

    static Stream<Path> tutorials() {
        try (Stream<Path> files = Files.list(root().resolve("docs/tutorials"))) {
            return files.filter(f -> f.toString().endsWith(".md")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("tutorials")
    void commandsOfTheTutorial_doWhatItSays(Path tutorial) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("set -euo pipefail\n");
        Matcher block = BLOCK.matcher(Files.readString(tutorial));
        while (block.find()) {
            script.append("set -x\n").append(block.group(1)).append("{ set +x; } 2>/dev/null\n");
        }
        Path log = Files.createTempFile("tutorial", ".log");
        Process shell = new ProcessBuilder("bash", "-s")
                .directory(root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try (var in = shell.getOutputStream()) {
            in.write(script.toString().getBytes(StandardCharsets.UTF_8));
        }
        boolean ended = shell.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
        String said = Files.readString(log);
        assertThat(ended).as("%s ended within %d minutes; it said:%n%s", tutorial.getFileName(), MINUTES_MAX, said).isTrue();
        assertThat(shell.exitValue()).as("%s; it said:%n%s", tutorial.getFileName(), said).isZero();
    }

    /** Tests run in the folder of their module. */
    private static Path root() {
        return Path.of("..").toAbsolutePath().normalize();
    }
}
