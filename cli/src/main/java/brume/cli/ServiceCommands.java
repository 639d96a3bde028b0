package brume.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brume service}: services of an application. */
@Command(name = "service", description = "Services: types, list, show, add, start, stop, set, rename, history, delete.")
final class ServiceCommands extends Group {

    @Command(name = "types", description = "List the service types and their roles.")
    void types() {
        main.output().list(main.api().get("/service-types"), List.of(
                Output.Column.of("TYPE", "name"),
                new Output.Column("ROLES", t -> {
                    StringBuilder roles = new StringBuilder();
                    t.path("roles").forEach(r -> roles.append(roles.isEmpty() ? "" : ", ").append(r.path("name").asText()));
                    return roles.toString();
                }),
                new Output.Column("CODE", t -> t.path("takesCode").asBoolean() ? "yes" : "no")));
    }

    @Command(name = "list", aliases = "ls", description = "List the services of an application.")
    void list(@Parameters(paramLabel = "APP") String app) {
        main.output().list(main.api().get(app(app) + "/services"), Show.SERVICES);
    }

    @Command(name = "show", description = "Show a service and its nodes.")
    void show(@Parameters(paramLabel = "APP") String app, @Parameters(paramLabel = "SERVICE") String service) {
        Show.service(main.output(), main.api().get(service(app, service)));
    }

    @Command(name = "add", description = "Add a service to an application.")
    void add(
            @Parameters(paramLabel = "APP") String app,
            @Parameters(paramLabel = "TYPE") String type,
            @Option(names = "--name", description = "Its name; there is a default.") Optional<String> name,
            @Option(names = "--site", description = "Where it runs; there is a default.") Optional<String> site,
            @Option(names = "--count", paramLabel = "ROLE=N", description = "Nodes of a role; may be repeated.") Map<String, Integer> counts,
            @Option(names = "--start", description = "Start it at once.") boolean start) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", type);
        name.ifPresent(n -> body.put("name", n));
        site.ifPresent(s -> body.put("site", s));
        body.put("counts", Optional.ofNullable(counts).orElse(Map.of()));
        body.put("start", start);
        settle(main.api().post(app(app) + "/services", body));
    }

    @Command(name = "start", description = "Start a service.")
    void start(@Parameters(paramLabel = "APP") String app, @Parameters(paramLabel = "SERVICE") String service) {
        settle(main.api().post(service(app, service) + "/start"));
    }

    @Command(name = "stop", description = "Stop a service; its data is kept.")
    void stop(@Parameters(paramLabel = "APP") String app, @Parameters(paramLabel = "SERVICE") String service) {
        settle(main.api().post(service(app, service) + "/stop"));
    }

    @Command(name = "rename", description = "Rename a service.")
    void rename(
            @Parameters(paramLabel = "APP") String app, @Parameters(paramLabel = "SERVICE") String service, @Parameters(paramLabel = "NAME") String name) {
        Show.service(main.output(), main.api().patch(service(app, service), Map.of("name", name)));
    }

    @Command(name = "set", description = "Set counts (--count backend=3) or settings (--setting memory_limit=256M) of a service.")
    void set(
            @Parameters(paramLabel = "APP") String app,
            @Parameters(paramLabel = "SERVICE") String service,
            @Option(names = "--count", paramLabel = "ROLE=N") Map<String, Integer> counts,
            @Option(names = "--setting", paramLabel = "KEY=VALUE", description = "A JSON value, or plain text.") Map<String, String> settings) {
        Map<String, Object> body = new LinkedHashMap<>();
        Optional.ofNullable(counts).ifPresent(c -> body.put("counts", c));
        Optional.ofNullable(settings).ifPresent(s -> body.put("settings", merged(main.api().get(service(app, service)).path("settings"), s)));
        settle(main.api().patch(service(app, service), body));
    }

    @Command(name = "history", description = "List the changes of state of a service.")
    void history(@Parameters(paramLabel = "APP") String app, @Parameters(paramLabel = "SERVICE") String service) {
        main.output().list(
                main.api().get(service(app, service) + "/history"),
                List.of(Output.Column.of("AT", "at"), Output.Column.of("STATE", "state"), Output.Column.of("REASON", "reason")));
    }

    @Command(name = "delete", aliases = "rm", description = "Delete a service with its machines, volumes and code.")
    void delete(
            @Parameters(paramLabel = "APP") String app,
            @Parameters(paramLabel = "SERVICE") String service,
            @Option(names = {"-y", "--yes"}, description = "Do not ask.") boolean yes) {
        JsonNode view = main.api().get(service(app, service));
        Confirmation.ask(yes, "Delete service '" + view.path("name").asText() + "' with " + view.path("nodes").size() + " nodes and all its data?");
        main.api().delete(service(app, view.path("id").asText()));
        main.gone(view);
    }

    /** The present settings with the given ones on top; an empty value removes a key. */
    private static Map<String, Object> merged(JsonNode present, Map<String, String> given) {
        Map<String, Object> all = new LinkedHashMap<>();
        present.properties().forEach(e -> all.put(e.getKey(), e.getValue()));
        given.forEach((key, value) -> {
            if (value.isEmpty()) {
                all.remove(key);
            } else {
                all.put(key, value(value));
            }
        });
        return all;
    }

    private static Object value(String text) {
        try {
            return Api.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    private void settle(JsonNode view) {
        Show.service(main.output(), main.settled(view));
    }
}
