package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brume instance}: machines. */
@Command(name = "instance", description = "Instances: list, show.")
final class InstanceCommands extends Group {

    @Command(name = "list", aliases = "ls", description = "List instances.")
    void list(
            @Option(names = "--site", description = "Only of this site.") Optional<String> site,
            @Option(names = "--all", description = "Also those that are gone, while their rows are kept.") boolean gone) {
        ArrayNode shown = Api.JSON.createArrayNode();
        for (JsonNode instance : main.api().all("/instances" + site.map(s -> "?site=" + Api.escape(s)).orElse(""))) {
            if (gone || !instance.path("life").asText().equals("dead")) {
                shown.add(instance);
            }
        }
        main.output().list(shown, List.of(
                Output.Column.of("NAME", "name"),
                Output.Column.of("SITE", "site"),
                Output.Column.of("POWER", "power"),
                Output.Column.of("ADDRESS", "address"),
                Output.Column.of("LIFE", "life"),
                Output.Column.of("GENERATION", "generation"),
                Output.Column.of("ID", "id")));
    }

    @Command(name = "show", description = "Show an instance.")
    void show(@Parameters(paramLabel = "INSTANCE") String instance) {
        Show.fields(main.output(), main.api().get("/instances/" + Api.escape(instance)));
    }
}
