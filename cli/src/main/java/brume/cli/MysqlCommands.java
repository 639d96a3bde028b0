package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brume mysql}: what only databases have. */
@Command(name = "mysql", description = "Databases: password, dump, load, set, variables, check.")
final class MysqlCommands extends Group {
    private static final int DUMP_BUFFER_BYTES = 64 << 10;

    @Command(
            name = "password",
            description = {
                "Give a database a new password: asked for at the terminal, or the first line of standard input.",
                "The database takes it without a restart and the other services of the application learn it; the old one ends."
            })
    void password(
            @Parameters(paramLabel = "APP") String app,
            @Parameters(paramLabel = "SERVICE") String service,
            @Option(names = "--generate", description = "Have a random one made; it is shown once, on standard output.") boolean generate) {
        String given = generate ? "" : Secret.read(main.terminal(), "New password");
        if (!generate && given.isEmpty()) {
            throw CliException.of(ExitCode.USAGE, "No password was given. Type one, send one to standard input, or have one made with --generate.");
        }
        JsonNode changed = main.api().post(service(app, service) + "/password", generate ? Map.of() : Map.of("password", given));
        // at once: nobody can show it again
        main.output().one(changed, () -> {
            if (generate) {
                main.output().line(changed.path("password").asText());
            }
        });
        // the application, because the siblings must have it too; a stopped service takes it when it starts
        if (main.api().get(service(app, service)).path("wantRun").asBoolean()) {
            main.settled(main.api().get(app(app)));
        }
    }

    @Command(
            name = "dump",
            description = {
                "Write all of a service's databases as SQL to standard output, as of one moment, while it serves: brume mysql dump APP SERVICE > file",
                "Exit code 1 when it breaks off: then what was written is not the whole."
            })
    void dump(@Parameters(paramLabel = "APP") String app, @Parameters(paramLabel = "SERVICE") String service) {
        PrintStream out = main.terminal().out();
        try (InputStream in = main.api().download(service(app, service) + "/dump")) {
            byte[] buffer = new byte[DUMP_BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                if (out.checkError()) {
                    throw CliException.of(ExitCode.FAILED, "Standard output takes no more; what was written is not the whole.");
                }
            }
        } catch (IOException e) {
            throw CliException.of(ExitCode.FAILED, "The dump broke off; what was written is not the whole.", "The director's log says why.");
        }
    }

    @Command(
            name = "load",
            description = {
                "Load a dump, plain or compressed, into a database while it serves: a file, a URL that the director fetches, or - for standard input.",
                "Loaded once. A statement that fails ends it with exit code 1 and its line; what came before it is done."
            })
    void load(
            @Parameters(paramLabel = "APP") String app,
            @Parameters(paramLabel = "SERVICE") String service,
            @Parameters(paramLabel = "FILE|URL|-") String source) {
        Load load = new Load(main.api(), service(app, service), main.terminal());
        String id = load.begin(source);
        main.output().one(load.look(id), () -> {});
        if (!main.noWait) {
            load.await(id, Duration.ofSeconds(main.timeoutSeconds));
        }
    }

    @Command(
            name = "set",
            description = {
                "Set server variables on all nodes, at once and for nodes to come; new connections have them. NAME=DEFAULT gives back the usual value.",
                "Every mistake is told, and then nothing is changed. Shows what every node has in the end."
            })
    void set(
            @Parameters(paramLabel = "APP") String app,
            @Parameters(paramLabel = "SERVICE") String service,
            @Parameters(paramLabel = "NAME=VALUE", arity = "1..*") List<String> assignments) {
        Map<String, String> set = new TreeMap<>();
        List<String> reset = new ArrayList<>();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 1) {
                throw CliException.of(ExitCode.USAGE, "'" + assignment + "' is not NAME=VALUE.");
            }
            String name = assignment.substring(0, equals);
            String value = assignment.substring(equals + 1);
            if (value.equals("DEFAULT")) {
                reset.add(name);
            } else {
                set.put(name, value);
            }
        }
        JsonNode changed = main.api().patch(service(app, service) + "/variables", Map.of("set", set, "reset", reset));
        if (changed.path("wantRun").asBoolean() && !main.noWait) {
            main.settled(changed);
            Set<String> names = new TreeSet<>(set.keySet());
            names.addAll(reset);
            show(app, service, Optional.empty(), names::contains);
        }
    }

    @Command(name = "variables", description = "Show the server variables that can be set, as every node has them now.")
    void variables(
            @Parameters(paramLabel = "APP") String app,
            @Parameters(paramLabel = "SERVICE") String service,
            @Option(names = "--node", paramLabel = "N", description = "Only this node, by its number.") Optional<Integer> node) {
        show(app, service, node, name -> true);
    }

    private void show(String app, String service, Optional<Integer> node, Predicate<String> wanted) {
        JsonNode nodes = main.api().get(service(app, service) + "/variables" + node.map(n -> "?node=" + n).orElse(""));
        ArrayNode rows = Api.JSON.createArrayNode();
        for (JsonNode each : nodes) {
            each.path("values").properties().stream()
                    .filter(value -> wanted.test(value.getKey()))
                    .forEach(value -> rows.addObject().put("node", each.path("node").asInt()).put("name", value.getKey()).put("value", value.getValue().asText()));
            if (each.hasNonNull("problem")) {
                main.terminal().err().println("node " + each.path("node").asInt() + ": " + Output.plain(each.path("problem").asText()));
            }
        }
        main.output().list(rows, List.of(Output.Column.of("NODE", "node"), Output.Column.of("NAME", "name"), Output.Column.of("VALUE", "value")));
    }

    @Command(
            name = "check",
            description = {
                "Work on a database for a while and look for what a database should not do: lost updates, stale reads, lost writes and more.",
                "Nothing of yours is touched, but the database has that much more to do meanwhile. Exit code 0 when nothing was found, 1 when something was."
            })
    void check(
            @Parameters(paramLabel = "APP") String app,
            @Parameters(paramLabel = "SERVICE") String service,
            @Mixin CheckOptions options) {
        new Checking(main, service(app, service) + "/check").run(options);
    }
}
