package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brume app}: applications. Names or ids are taken everywhere. */
@Command(name = "app", description = "Applications: deploy, list, show, start, stop, rename, history, diff, undo, delete.", subcommands = HistoryCommand.class)
final class AppCommands extends Group {

    @Command(name = "list", aliases = "ls", description = "List applications.")
    void list() {
        main.output().list(main.api().all("/apps"), Show.APPS);
    }

    @Command(name = "show", description = "Show an application, its services and nodes.")
    void show(@Parameters(paramLabel = "APP") String app) {
        Show.app(main.output(), main.api().get(app(app)));
    }

    @Command(name = "create", description = "Make an application without services.")
    void create(@Parameters(paramLabel = "NAME") String name, @Option(names = "--description", defaultValue = "") String description) {
        Show.app(main.output(), main.api().post("/apps", Map.of("name", name, "description", description)));
    }

    @Command(name = "deploy", description = "Deploy an application from a manifest (JSON or YAML); files that it names lie beside it.")
    void deploy(
            @Parameters(paramLabel = "MANIFEST") Path manifest,
            @Option(names = "--check", description = "Only look for mistakes.") boolean check) {
        Deployment deployment = new Deployment(main.api(), manifest, main.terminal().clock().instant());
        if (check) {
            deployment.check();
            main.output().line("No mistakes.");
            return;
        }
        settle(deployment.deploy());
    }

    @Command(name = "start", description = "Start all services of an application.")
    void start(@Parameters(paramLabel = "APP") String app) {
        settle(main.api().post(app(app) + "/start"));
    }

    @Command(name = "stop", description = "Stop all services of an application; their data is kept.")
    void stop(@Parameters(paramLabel = "APP") String app) {
        settle(main.api().post(app(app) + "/stop"));
    }

    @Command(name = "rename", description = "Rename an application.")
    void rename(@Parameters(paramLabel = "APP") String app, @Parameters(paramLabel = "NAME") String name) {
        Show.app(main.output(), main.api().patch(app(app), Map.of("name", name)));
    }

    @Command(name = "delete", aliases = "rm", description = "Delete an application with its machines, volumes, addresses and code.")
    void delete(@Parameters(paramLabel = "APP") String app, @Option(names = {"-y", "--yes"}, description = "Do not ask.") boolean yes) {
        JsonNode view = main.api().get(app(app));
        Confirmation.ask(yes, "Delete application '" + view.path("name").asText() + "' with " + view.path("services").size()
                + " services and all their data?");
        main.api().delete(app(view.path("id").asText()));
        main.gone(view);
    }

    @Command(name = "diff", description = "Say what differs between two revisions.")
    void diff(@Parameters(paramLabel = "APP") String app, @Parameters(paramLabel = "FROM") long from, @Parameters(paramLabel = "TO") long to) {
        JsonNode difference = main.api().get(app(app) + "/diff?from=" + from + "&to=" + to);
        main.output().one(difference, () -> Changes.print(main.output(), difference.path("changes")));
    }

    @Command(name = "undo", description = "Want again what was wanted at an earlier revision; at the one before the last, when none is named.")
    void undo(
            @Parameters(paramLabel = "APP") String app,
            @Parameters(paramLabel = "N", arity = "0..1") Optional<Long> number,
            @Option(names = {"-y", "--yes"}, description = "Do not ask.") boolean yes) {
        long last = main.api().get(app(app) + "/revisions?limit=1").path("items").path(0).path("number").asLong();
        long to = number.orElse(last - 1);
        if (to < 1) {
            throw CliException.of(ExitCode.REFUSED, "There is nothing before revision " + last + ".");
        }
        JsonNode changes = main.api().get(app(app) + "/diff?from=" + last + "&to=" + to).path("changes");
        if (changes.isEmpty()) {
            main.output().line("Nothing differs from revision " + to + ".");
            return;
        }
        if (!yes) {
            Changes.print(new Output(Output.Format.table, main.terminal().err()), changes);
        }
        Confirmation.ask(yes, "Go back to revision " + to + (Changes.lose(changes) ? ", losing the data of what is removed?" : "?"));
        settle(main.api().ifMatch(Long.toString(last)).post(app(app) + "/undo", Map.of("revision", to)));
    }

    private void settle(JsonNode view) {
        Show.app(main.output(), main.settled(view));
    }
}
