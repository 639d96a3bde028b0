package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code brume why}, {@code events}, {@code audit}, {@code version}. */
final class ObserveCommands {
    private ObserveCommands() {}

    @Command(name = "why", description = "Say why something is as it is: what is wanted, seen, being done, and when it is looked at next.")
    static final class Why implements Runnable {
        @ParentCommand
        Main main;

        @Parameters(index = "0", paramLabel = "KIND", description = "app, service, node, instance or site; 'app' may be left out.")
        String kind;

        @Parameters(index = "1..*", paramLabel = "NAME", arity = "0..2", description = "Name or id; for a service APP SERVICE.")
        List<String> names = List.of();

        @SuppressWarnings("NullAway.Init") // picocli sets them before anything runs
        Why() {}

        @Override
        public void run() {
            String path = names.isEmpty() ? "/why/app/" + Api.escape(kind) : "/why/" + Api.escape(kind) + "/" + names.stream().map(Api::escape).collect(Collectors.joining("/"));
            JsonNode why = main.api().get(path);
            main.output().one(why, () -> print(why, ""));
        }

        private void print(JsonNode why, String indent) {
            Output out = main.output();
            out.line(indent + why.path("kind").asText() + " " + why.path("name").asText());
            line(indent, "wants", why.path("wants").asText());
            line(indent, "sees ", why.path("sees").asText());
            line(indent, "doing", why.path("doing").asText());
            if (why.hasNonNull("reason")) {
                line(indent, "why  ", why.path("reason").path("text").asText() + " [" + why.path("reason").path("code").asText() + "]");
            }
            line(indent, "next ", why.path("nextLook").asText());
            why.path("parts").forEach(part -> print(part, indent + "  "));
        }

        private void line(String indent, String title, String text) {
            if (!text.isEmpty()) {
                main.output().line(indent + "  " + title + "  " + Output.plain(text));
            }
        }
    }

    @Command(name = "events", description = "Follow what happens, until interrupted.")
    static final class Events implements Runnable {
        @ParentCommand
        Main main;

        @Option(names = "--after", description = "Begin behind this position; from now on when left out.")
        Optional<Long> after = Optional.empty();

        @SuppressWarnings("NullAway.Init")
        Events() {}

        @Override
        public void run() {
            try (BufferedReader in = new BufferedReader(
                    new InputStreamReader(main.api().download("/events" + after.map(a -> "?after=" + a).orElse("")), StandardCharsets.UTF_8))) {
                Optional<String> line = Optional.ofNullable(in.readLine());
                while (line.isPresent()) {
                    line.filter(l -> l.startsWith("data:")).ifPresent(l -> event(l.substring("data:".length()).strip()));
                    line = Optional.ofNullable(in.readLine());
                }
            } catch (IOException e) {
                throw CliException.of(ExitCode.UNREACHABLE, "The director ended the stream: " + e.getMessage());
            }
        }

        private void event(String data) {
            if (!main.output().forPeople()) {
                main.output().line(data);
                return;
            }
            try {
                JsonNode event = Api.JSON.readTree(data);
                main.output().line(Output.plain(String.format(
                        "%s  %-8s %s  %s  %s",
                        event.path("at").asText(), event.path("kind").asText(), event.path("id").asText(), event.path("what").asText(), event.path("text").asText())));
            } catch (IOException e) {
                throw CliException.of(ExitCode.UNREACHABLE, "What answered is not a director.");
            }
        }
    }

    @Command(name = "audit", description = "List who changed what, newest first.")
    static final class Audit implements Runnable {
        @ParentCommand
        Main main;

        @Option(names = "--limit", defaultValue = "50", description = "How many (default: 50).")
        int limit;

        @SuppressWarnings("NullAway.Init")
        Audit() {}

        @Override
        public void run() {
            main.output().list(main.api().get("/audit?limit=" + limit).path("items"), List.of(
                    Output.Column.of("AT", "at"),
                    Output.Column.of("WHO", "who"),
                    Output.Column.of("METHOD", "method"),
                    Output.Column.of("PATH", "path"),
                    Output.Column.of("STATUS", "status")));
        }
    }

    @Command(name = "version", description = "Show the version of this program and, if it can be reached, of the director.")
    static final class Version implements Runnable {
        @ParentCommand
        Main main;

        @Option(names = "--client", description = "Only of this program.")
        boolean client;

        @SuppressWarnings("NullAway.Init")
        Version() {}

        @Override
        public void run() {
            String own = Optional.ofNullable(Main.class.getPackage().getImplementationVersion()).orElse("development");
            if (client) {
                main.output().line("brume " + own);
                return;
            }
            JsonNode director;
            try {
                director = main.api().get("/version");
            } catch (CliException e) {
                main.output().line("brume " + own);
                main.output().line("director: " + String.join(" ", e.lines()));
                return;
            }
            main.output().one(director, () -> {
                main.output().line("brume " + own);
                main.output().line("director " + director.path("version").asText() + " at " + main.api().url());
            });
        }
    }
}
