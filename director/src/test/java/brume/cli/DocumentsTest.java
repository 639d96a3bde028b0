package brume.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every command that the documents name is there. */
final class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** After the launcher's or the program's name: a noun, and a verb or several of them. */
    private static final Pattern COMMAND = Pattern.compile("(?:`|\\./|\\| )brume ([a-z]+)(?: ([a-z]+(?:\\\\?\\|[a-z]+)*))?");

    /** Those of the launcher, which prepares and runs a director on this machine. */
    private static final Set<String> LAUNCHER = Set.of("up", "demo", "down", "destroy", "test", "host");

    @Test
    void everyCommandOfTheDocuments_exists() throws IOException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        CommandLine line = Main.commandLine(
                new Terminal(Map.of(), Path.of("/"), new ByteArrayInputStream(new byte[0]), nowhere, nowhere, InstantSource.system()));
        List<String> absent = new ArrayList<>();
        int named = 0;
        for (String document : List.of("README.md", "docs/cli.md", "docs/tutorials/wordpress.md", "docs/ARCHITECTURE.md", "CONTRIBUTING.md")) {
            Matcher command = COMMAND.matcher(Files.readString(ROOT.resolve(document)));
            while (command.find()) {
                named++;
                Optional<String> verbs = Optional.ofNullable(command.group(2));
                if (!exists(line, command.group(1), verbs)) {
                    absent.add(document + ": " + command.group());
                }
            }
        }
        assertThat(absent).isEmpty();
        assertThat(named).isGreaterThan(30);
    }

    private static boolean exists(CommandLine line, String noun, Optional<String> verbs) {
        Optional<CommandLine> command = Optional.ofNullable(line.getSubcommands().get(noun));
        if (LAUNCHER.contains(noun) || (noun.equals("image") && verbs.equals(Optional.of("build")))) {
            return true;
        }
        if (command.isEmpty() || verbs.isEmpty() || command.get().getSubcommands().isEmpty()) {
            return command.isPresent();
        }
        return List.of(verbs.get().split("\\\\?\\|")).stream().allMatch(command.get().getSubcommands()::containsKey);
    }
}
