package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code brume app history}: what was wanted of an application, change by change. */
@Command(name = "history", description = "List what was wanted of an application, newest first, and who changed it; 'history show APP N' shows it whole.")
final class HistoryCommand implements Runnable {
    private static final List<Output.Column> COLUMNS = List.of(
            Output.Column.of("N", "number"), Output.Column.of("AT", "at"), Output.Column.of("WHO", "who"), Output.Column.of("WHAT", "text"));

    @ParentCommand
    AppCommands apps;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "APP", arity = "0..1")
    Optional<String> app = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "How many (default: ${DEFAULT-VALUE}).")
    int limit = 50;

    @SuppressWarnings("NullAway.Init") // picocli sets them before anything runs
    HistoryCommand() {}

    @Override
    public void run() {
        String name = app.orElseThrow(() -> new ParameterException(spec.commandLine(), "Missing required parameter: 'APP'"));
        apps.main.output().list(apps.main.api().get(Group.app(name) + "/revisions?limit=" + limit).path("items"), COLUMNS);
    }

    @Command(name = "show", description = "Show what was wanted from a change on, as a manifest.")
    void show(@Parameters(paramLabel = "APP") String app, @Parameters(paramLabel = "N") long number) {
        JsonNode revision = apps.main.api().get(Group.app(app) + "/revisions/" + number);
        Output out = apps.main.output();
        out.one(revision, () -> {
            out.line("# " + number + "  " + revision.path("at").asText() + "  " + Output.plain(revision.path("who").asText()));
            out.line("# " + Output.plain(revision.path("text").asText()));
            out.line(revision.path("manifest").asText().stripTrailing());
        });
    }
}
