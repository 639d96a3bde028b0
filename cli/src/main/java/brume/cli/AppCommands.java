package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brume app}: applications. Names or ids are taken everywhere. */
@Command(name = "app", description = "Applications: deploy, plan, apply, export, list, show, start, stop, rename, history, diff, undo, delete.", subcommands = HistoryCommand.class)
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
        Deployment deployment = deployment(manifest);
        if (check) {
            deployment.check();
            main.output().line("No mistakes.");
            return;
        }
        JsonNode view = deployment.deploy();
        if (deployment.application().filter(name -> !name.equals(view.path("name").asText())).isPresent()) {
            main.terminal().err().println("brume: there is an application of that name, so this one is '" + Output.plain(view.path("name").asText())
                    + "'; 'brume app apply' changes one that is there.");
        }
        settle(view);
    }

    @Command(name = "plan", description = "Say what 'apply' would change, what machines come and go, and the price in credits per hour; changes nothing.")
    int plan(
            @Parameters(paramLabel = "MANIFEST") Path manifest,
            @Option(names = "--app", description = "The application to change, when it is not the one that the manifest names.") Optional<String> app,
            @Option(names = "--detailed-exitcode", description = "Exit with 0 for nothing to change, 2 for changes, 1 for whatever went wrong.") boolean detailed) {
        return PlanCommands.detailed(detailed, () -> PlanCommands.show(main.output(), deployment(manifest).plan(app)));
    }

    @Command(name = "apply", description = "Change an application to what a manifest says, or make it: shows the plan, asks, and does exactly that.")
    int apply(
            @Parameters(paramLabel = "MANIFEST") Path manifest,
            @Option(names = "--app", description = "The application to change, when it is not the one that the manifest names.") Optional<String> app,
            @Option(names = {"-y", "--yes"}, description = "Do not ask.") boolean yes,
            @Option(names = "--detailed-exitcode", description = "Exit with 0 for nothing to change, 2 for changes done, 1 for whatever went wrong.") boolean detailed) {
        return PlanCommands.detailed(detailed, () -> {
            Deployment deployment = deployment(manifest);
            JsonNode plan = deployment.planToApply(app);
            PlanCommands.show(new Output(Output.Format.table, main.terminal().err()), plan);
            if (!PlanCommands.changes(plan)) {
                Show.app(main.output(), main.api().get(app(plan.path("app").asText())));
                return false;
            }
            Confirmation.ask(yes, "Do this" + (Changes.lose(plan.path("changes")) ? ", losing the data of what is removed?" : "?"));
            settle(deployment.apply(app, plan.path("version").asText()));
            return true;
        });
    }

    @Command(name = "export", description = "Write what is wanted of an application as a manifest, to be deployed elsewhere or kept.")
    void export(
            @Parameters(paramLabel = "APP") String app,
            @Option(names = "--yaml", description = "As YAML, not JSON.") boolean yaml,
            @Option(names = "--with-code", paramLabel = "DIR", description = "Into this folder, with code, dumps and scripts as files beside it.") Optional<Path> folder) {
        Export export = new Export(main.api(), app, yaml || main.format == Output.Format.yaml);
        JsonNode view;
        if (folder.isPresent()) {
            view = export.into(folder.get());
            main.output().line(export.manifest(folder.get()).toString());
        } else {
            view = export.byDigest();
            main.terminal().out().print(view.path("text").asText());
        }
        PlanCommands.marks(view).ifPresent(mark -> main.terminal().err().println("brume: " + mark));
    }

    private Deployment deployment(Path manifest) {
        return new Deployment(main.api(), manifest, main.terminal().clock().instant());
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

    @Command(name = "diff", description = "Say what is otherwise than it is wanted; with numbers, what differs between two revisions.")
    void diff(
            @Parameters(paramLabel = "APP") String app,
            @Parameters(paramLabel = "FROM", arity = "0..1") Optional<Long> from,
            @Parameters(paramLabel = "TO", arity = "0..1", description = "The last one, when left out.") Optional<Long> to) {
        if (from.isEmpty()) {
            PlanCommands.drift(main.output(), main.api().get(app(app) + "/drift"));
            return;
        }
        JsonNode difference = main.api().get(app(app) + "/diff?from=" + from.get() + to.map(n -> "&to=" + n).orElse(""));
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
