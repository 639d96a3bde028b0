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
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the documents name is there: commands and their options, files, the ends of links. */
final class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** After the launcher's or the program's name: a noun, and a verb or several of them; then the rest of the command. */
    private static final Pattern COMMAND = Pattern.compile("(?:`|\\./|\\| |\\()brume ([a-z]+)(?: ([a-z]+(?:\\\\?\\|[a-z]+)*))?([^`|;&)>\n]*)");

    private static final Pattern OPTION = Pattern.compile("(?<= )--?[a-z][a-z-]*");

    /** An option that stands alone in a sentence. */
    private static final Pattern BARE_OPTION = Pattern.compile("`(--[a-z][a-z-]*)[^`]*`");

    /** To a file, perhaps to a place in it. */
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)(?:#[^)]*)?\\)");

    /** From the repository's root; what a build makes is left out. */
    private static final Pattern FILE =
            Pattern.compile("(?<![\\w/.-])(?:core|drivers|services|agent|director|cli|testkit|dist|docs|examples|\\.ci)/(?!target)[\\w/.-]*\\w");

    /** Those that a tutorial's own commands make. */
    private static final Set<String> MADE = Set.of("examples/tomcat/examples.war");

    /** The launcher's commands, which prepare and run a director on this machine, with the scripts that read their options. */
    private static final Map<String, String> LAUNCHER = Map.of(
            "up", "launcher/up.sh",
            "demo", "launcher/up.sh",
            "down", "launcher/down.sh",
            "destroy", "launcher/destroy.sh",
            "test", "launcher/test.sh",
            "host", "launcher/preflight.sh",
            "image build", "image/build.sh");

    private final CommandLine line = commandLine();
    private final List<String> absent = new ArrayList<>();
    private int named;

    @Test
    void everyCommandOfTheDocuments_exists_withItsOptions() throws IOException {
        for (Path document : documents()) {
            for (MatchResult command : matches(COMMAND, document)) {
                named++;
                if (!exists(command.group(1), Optional.ofNullable(command.group(2)), options(command.group(3)))) {
                    absent.add(document + ": " + command.group());
                }
            }
        }
        assertThat(absent).isEmpty();
        assertThat(named).isGreaterThan(60);
    }

    @Test
    void everyOptionThatStandsAlone_exists() throws IOException {
        Set<String> known = new TreeSet<>();
        gather(line, known);
        for (Path document : documents()) {
            for (MatchResult option : matches(BARE_OPTION, document)) {
                named++;
                if (!known.contains(option.group(1)) && !anyScriptTakes(option.group(1))) {
                    absent.add(document + ": " + option.group());
                }
            }
        }
        assertThat(absent).isEmpty();
        assertThat(named).isGreaterThan(5);
    }

    @Test
    void everyFileOfTheDocuments_exists() throws IOException {
        for (Path document : documents()) {
            for (MatchResult file : matches(FILE, document)) {
                named++;
                if (!MADE.contains(file.group()) && Files.notExists(ROOT.resolve(file.group()))) {
                    absent.add(document + ": " + file.group());
                }
            }
        }
        assertThat(absent).isEmpty();
        assertThat(named).isGreaterThan(20);
    }

    @Test
    void everyLinkOfTheDocuments_leadsSomewhere() throws IOException {
        for (Path document : documents()) {
            for (MatchResult link : matches(LINK, document)) {
                named++;
                if (Files.notExists(ROOT.resolve(document).resolveSibling(link.group(1)))) {
                    absent.add(document + ": " + link.group());
                }
            }
        }
        assertThat(absent).isEmpty();
        assertThat(named).isGreaterThan(20);
    }

    /** Of the repository as it is; the changes tell of how it was. */
    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of("README.md", "CONTRIBUTING.md").map(ROOT::resolve), docs.filter(file -> file.toString().endsWith(".md")))
                    .map(ROOT::relativize)
                    .sorted()
                    .toList();
        }
    }

    private static List<MatchResult> matches(Pattern pattern, Path document) throws IOException {
        return pattern.matcher(Files.readString(ROOT.resolve(document))).results().toList();
    }

    private static List<String> options(String rest) {
        Matcher option = OPTION.matcher(rest);
        return option.results().map(MatchResult::group).toList();
    }

    private boolean exists(String noun, Optional<String> verbs, List<String> options) throws IOException {
        Optional<String> script = Optional.ofNullable(LAUNCHER.get(noun)).or(() -> verbs.flatMap(verb -> Optional.ofNullable(LAUNCHER.get(noun + " " + verb))));
        if (script.isPresent()) {
            String text = Files.readString(ROOT.resolve("dist").resolve(script.get()));
            return options.stream().allMatch(option -> takes(text, option));
        }
        Optional<CommandLine> command = Optional.ofNullable(line.getSubcommands().get(noun));
        if (command.isEmpty() || verbs.isEmpty() || command.get().getSubcommands().isEmpty()) {
            return command.filter(c -> takes(c, options)).isPresent();
        }
        return Stream.of(verbs.get().split("\\\\?\\|"))
                .allMatch(verb -> Optional.ofNullable(command.get().getSubcommands().get(verb)).filter(c -> takes(c, options)).isPresent());
    }

    private static boolean takes(CommandLine command, List<String> options) {
        return command.getCommandSpec().optionsMap().keySet().containsAll(options);
    }

    /** As a pattern of a {@code case}. */
    private static boolean takes(String script, String option) {
        return Pattern.compile("(?m)(?:^|[ |])" + Pattern.quote(option) + "(?: \\||\\)| \\))").matcher(script).find();
    }

    private static boolean anyScriptTakes(String option) throws IOException {
        for (String script : LAUNCHER.values()) {
            if (takes(Files.readString(ROOT.resolve("dist").resolve(script)), option)) {
                return true;
            }
        }
        return false;
    }

    private static void gather(CommandLine command, Set<String> options) {
        options.addAll(command.getCommandSpec().optionsMap().keySet());
        command.getSubcommands().values().forEach(sub -> gather(sub, options));
    }

    private static CommandLine commandLine() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return Main.commandLine(new Terminal(Map.of(), Path.of("/"), new ByteArrayInputStream(new byte[0]), nowhere, nowhere, InstantSource.system()));
    }
}
