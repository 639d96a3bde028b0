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
        String filter = site.map(s -> "&site=" + Api.escape(s)).orElse("");
        ArrayNode all = Api.JSON.createArrayNode();
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            String from = after.get().isEmpty() ? "" : "&after=" + Api.escape(after.get());
            JsonNode page = main.api().get("/instances?limit=5000" + filter + from);
            for (JsonNode instance : page.path("items")) {
                if (gone || !instance.path("life").asText().equals("dead")) {
                    all.add(instance);
                }
            }
            after = page.hasNonNull("next") ? Optional.of(page.path("next").asText()) : Optional.empty();
        }
        main.output().list(all, List.of(
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
        JsonNode view = main.api().get("/instances/" + Api.escape(instance));
        main.output().one(view, () -> view.properties().forEach(e -> main.output().line(e.getKey() + ": " + (e.getValue().isValueNode() ? e.getValue().asText() : e.getValue().toString()))));
    }
}
