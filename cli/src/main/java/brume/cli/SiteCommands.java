package brume.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brume site}: where machines can be had. */
@Command(name = "site", description = "Sites: list, show, add, delete.")
final class SiteCommands extends Group {

    @Command(name = "list", aliases = "ls", description = "List sites.")
    void list() {
        main.output().list(main.api().get("/sites"), List.of(
                Output.Column.of("NAME", "name"),
                Output.Column.of("DRIVER", "driver"),
                new Output.Column("OK", s -> s.hasNonNull("ok") ? (s.path("ok").asBoolean() ? "yes" : "no") : "?"),
                Output.Column.of("PROVIDER", "provider"),
                Output.Column.of("INSTANCES", "instances"),
                Output.Column.of("TEXT", "text")));
    }

    @Command(name = "show", description = "Show a site.")
    void show(@Parameters(paramLabel = "SITE") String site) {
        Show.fields(main.output(), main.api().get("/sites/" + Api.escape(site)));
    }

    @Command(name = "add", description = "Add a site: brume site add lab incus --set url=https://host:8443 --set certificate=/path …")
    void add(
            @Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "DRIVER") String driver,
            @Option(names = "--set", paramLabel = "KEY=VALUE") Map<String, String> settings,
            @Option(names = "--location", defaultValue = "") String location) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", name);
        body.put("driver", driver);
        body.put("settings", Optional.ofNullable(settings).orElse(Map.of()));
        body.put("location", location);
        main.api().post("/sites", body);
        show(name);
    }

    @Command(name = "delete", aliases = "rm", description = "Forget a site on which nothing runs.")
    void delete(@Parameters(paramLabel = "SITE") String site) {
        main.api().delete("/sites/" + Api.escape(site));
    }
}
