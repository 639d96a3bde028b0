package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How applications, services and nodes look to people. */
final class Show {
    static final List<Output.Column> APPS = List.of(
            Output.Column.of("NAME", "name"),
            Output.Column.of("STATE", "state"),
            new Output.Column("SERVICES", a -> Integer.toString(a.path("services").size())),
            new Output.Column("NODES", a -> Integer.toString(nodes(a))),
            Output.Column.of("URL", "url"),
            Output.Column.of("TEXT", "text"));

    static final List<Output.Column> SERVICES = List.of(
            Output.Column.of("#", "sid"),
            Output.Column.of("NAME", "name"),
            Output.Column.of("TYPE", "type"),
            Output.Column.of("STATE", "state"),
            new Output.Column("ROLES", s -> counts(s.path("counts"))),
            new Output.Column("NODES", s -> Integer.toString(s.path("nodes").size())),
            Output.Column.of("SITE", "site"),
            Output.Column.of("TEXT", "text"));

    static final List<Output.Column> NODES = List.of(
            Output.Column.of("#", "ordinal"),
            new Output.Column("ROLES", Show::roles),
            Output.Column.of("ADDRESS", "address"),
            Output.Column.of("POWER", "power"),
            Output.Column.of("AGENT", "agent"),
            new Output.Column("ID", n -> n.path("id").asText()),
            Output.Column.of("TEXT", "text"));

    private Show() {}

    static void app(Output out, JsonNode app) {
        out.one(app, () -> {
            out.line(app.path("name").asText() + "  " + app.path("state").asText() + "  " + app.path("text").asText());
            if (app.hasNonNull("url")) {
                out.line("  " + app.path("url").asText());
            }
            app.path("services").forEach(s -> service(out, s));
        });
    }

    static void service(Output out, JsonNode service) {
        out.one(service, () -> {
            out.line("  " + service.path("sid").asText() + " " + service.path("name").asText() + " (" + service.path("type").asText() + ", "
                    + counts(service.path("counts")) + ", at " + service.path("site").asText() + ")  " + service.path("state").asText() + "  "
                    + service.path("text").asText());
            service.path("nodes").forEach(n -> out.line("      node " + n.path("ordinal").asText() + "  " + n.path("address").asText("-") + "  "
                    + n.path("power").asText() + ", agent " + n.path("agent").asText() + "  " + roles(n)
                    + weight(service.path("settings").path("weights").path(n.path("ordinal").asText()))));
        });
    }

    /** Anything else: a line per field. */
    static void fields(Output out, JsonNode thing) {
        out.one(thing, () -> thing.properties().forEach(e -> out.line(e.getKey() + ": " + Output.plain(text(e.getValue())))));
    }

    static String text(JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream().map(e -> e.getKey() + "=" + text(e.getValue())).collect(Collectors.joining(", "));
        }
        if (value.isArray()) {
            return value.valueStream().map(Show::text).collect(Collectors.joining(", "));
        }
        return value.asText();
    }

    private static int nodes(JsonNode app) {
        int nodes = 0;
        for (JsonNode service : app.path("services")) {
            nodes += service.path("nodes").size();
        }
        return nodes;
    }

    private static String counts(JsonNode counts) {
        return counts.properties().stream().map(e -> e.getKey() + " " + e.getValue().asText()).collect(Collectors.joining(", "));
    }

    private static String weight(JsonNode set) {
        return set.isMissingNode() ? "" : "  weight " + set.asText();
    }

    private static String roles(JsonNode node) {
        StringBuilder text = new StringBuilder();
        for (JsonNode role : node.path("roles")) {
            text.append(text.isEmpty() ? "" : " ").append(role.path("role").asText()).append('=').append(role.path("state").asText());
        }
        return text.toString();
    }

    /** Such as {@code 5m} or {@code 3d}: how long ago an instant was. */
    static String age(String instant, InstantSource clock) {
        if (instant.isEmpty()) {
            return "";
        }
        Duration age = Duration.between(Instant.parse(instant), clock.instant());
        Map<String, Long> units = Map.of("d", age.toDays(), "h", age.toHours(), "m", age.toMinutes());
        for (String unit : List.of("d", "h", "m")) {
            long n = units.getOrDefault(unit, 0L);
            if (n > 0) {
                return n + unit;
            }
        }
        return Math.max(0, age.toSeconds()) + "s";
    }
}
