package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brume log}: what the programs of nodes say. */
@Command(name = "log", description = "Logs of nodes, of gone ones too: list, show, follow, download; and the director's own.")
final class LogCommands extends Group {
    private static final int TAIL = 100;

    private static final List<Output.Column> LOGS = List.of(
            Output.Column.of("APP", "app"),
            Output.Column.of("SERVICE", "sid"),
            Output.Column.of("NODE", "node"),
            Output.Column.of("ROLE", "role"),
            Output.Column.of("MACHINE", "machine"),
            new Output.Column("SIZE", row -> size(row.path("bytes").asLong())),
            Output.Column.of("LAST LINE", "last"),
            new Output.Column("STATE", row -> row.path("gone").asBoolean() ? "gone" : ""));

    /** Which lines. */
    static final class Which {
        @Option(names = "--since", paramLabel = "TIME", description = "No older lines: a time such as 2026-11-20T21:00:00Z, or how long ago, such as 90s, 15m, 2h, 3d.")
        Optional<String> since = Optional.empty();

        @Option(names = "--grep", paramLabel = "REGEX", description = "Only lines that have this in them.")
        Optional<String> grep = Optional.empty();

        Which() {}
    }

    @Command(name = "list", aliases = "ls", description = "List the logs of an application, or of all, with those of nodes that are gone.")
    void list(@Parameters(paramLabel = "APP", arity = "0..1") Optional<String> app) {
        main.output().list(main.api().get(app.map(a -> "/apps/" + Api.escape(a) + "/logs").orElse("/logs")), LOGS);
    }

    @Command(
            name = "show",
            description = {
                "Show lines of logs, of several in the order of their times.",
                "Roles: those of the service (backend), 'startup' for the startup script, 'agent', and 'machine' for the rest."
            })
    void show(
            @Parameters(paramLabel = "APP") String app,
            @Parameters(paramLabel = "[SERVICE [NODE [ROLE]]]", arity = "0..3") List<String> narrower,
            @Mixin Which which,
            @Option(names = {"-f", "--follow"}, description = "Go on with what comes, until interrupted.") boolean follow,
            @Option(names = {"-n", "--lines"}, paramLabel = "N", description = "Most lines of what is there already (default: 100).") Optional<Integer> lines) {
        String path = path(app, narrower, which, "tail=" + lines.orElse(TAIL) + (follow ? "&follow=true" : ""));
        each(path, this::line);
    }

    @Command(name = "download", description = "Write all lines to standard output, as text or (-o json) as an object on each line: brume log download APP > file")
    void download(
            @Parameters(paramLabel = "APP") String app,
            @Parameters(paramLabel = "[SERVICE [NODE [ROLE]]]", arity = "0..3") List<String> narrower,
            @Mixin Which which) {
        each(path(app, narrower, which, "format=" + (main.output().forPeople() ? "text" : "json")), line -> main.output().line(line));
    }

    @Command(name = "director", description = "Show what the director itself says; for administrators.")
    void director(
            @Option(names = {"-f", "--follow"}, description = "Go on with what comes, until interrupted.") boolean follow,
            @Option(names = {"-n", "--lines"}, paramLabel = "N", description = "Most lines of what is there already (default: 100).") Optional<Integer> lines) {
        each("/director/log?tail=" + lines.orElse(TAIL) + (follow ? "&follow=true" : ""), line -> main.output().line(harmless(line)));
    }

    private interface Taker {
        void take(String line);
    }

    private void each(String path, Taker taker) {
        try (InputStream bytes = main.api().download(path); BufferedReader in = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            for (Optional<String> line = Optional.ofNullable(in.readLine()); line.isPresent(); line = Optional.ofNullable(in.readLine())) {
                if (!line.get().isEmpty()) { // an empty one only says that the connection lives
                    taker.take(line.get());
                }
            }
        } catch (IOException e) {
            throw CliException.of(ExitCode.UNREACHABLE, "The director ended the stream: " + e.getMessage());
        }
    }

    private void line(String line) {
        if (!main.output().forPeople()) {
            main.output().line(line);
            return;
        }
        try {
            JsonNode row = Api.JSON.readTree(line);
            main.output().line(harmless(row.path("at").asText() + " " + row.path("service").asText() + "/" + row.path("node").asText() + " " + row.path("role").asText()
                    + " " + row.path("source").asText() + ": " + row.path("text").asText()));
        } catch (IOException e) {
            throw CliException.of(ExitCode.UNREACHABLE, "What answered is not a director.");
        }
    }

    private String path(String app, List<String> narrower, Which which, String form) {
        List<String> query = new ArrayList<>(List.of(form));
        List<String> names = List.of("service", "node", "role");
        for (int i = 0; i < narrower.size(); i++) {
            query.add(names.get(i) + "=" + Api.escape(narrower.get(i)));
        }
        which.since.ifPresent(since -> query.add("since=" + Api.escape(time(since).toString())));
        which.grep.ifPresent(grep -> query.add("grep=" + Api.escape(grep)));
        return "/apps/" + Api.escape(app) + "/logs/lines?" + String.join("&", query);
    }

    private Instant time(String text) {
        Map<Character, Duration> units = Map.of('s', Duration.ofSeconds(1), 'm', Duration.ofMinutes(1), 'h', Duration.ofHours(1), 'd', Duration.ofDays(1));
        if (text.matches("[0-9]{1,6}[smhd]")) {
            Duration ago = units.getOrDefault(text.charAt(text.length() - 1), Duration.ZERO).multipliedBy(Long.parseLong(text.substring(0, text.length() - 1)));
            return main.terminal().clock().instant().minus(ago);
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw CliException.of(ExitCode.USAGE, "--since is a time such as 2026-11-20T21:00:00Z, or how long ago, such as 15m.");
        }
    }

    /** Tabs are let be; what else moves the cursor or changes the terminal is not. */
    private static String harmless(String text) {
        return text.replaceAll("[\\p{Cntrl}\\x{80}-\\x{9f}&&[^\\t]]", "?");
    }

    private static String size(long bytes) {
        return bytes < 10_240 ? bytes + " B" : bytes < 10_485_760 ? bytes / 1024 + " KiB" : bytes / 1_048_576 + " MiB";
    }
}
