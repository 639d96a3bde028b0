package brume.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** How changes of what is wanted look to people: {@code +} comes, {@code -} goes, {@code ~} becomes another. */
final class Changes {
    private Changes() {}

    /** A line per change. */
    static void print(Output out, JsonNode changes) {
        changes.forEach(change -> out.line(line(change)));
    }

    private static String line(JsonNode change) {
        String act = change.path("act").asText();
        String service = change.path("service").asText();
        String what = change.path("what").asText();
        String about = service.isEmpty() ? what : "service " + service + (what.isEmpty() ? "" : ": " + what);
        return Output.plain(switch (act) {
            case "added" -> "+ " + about + "  (" + change.path("to").asText() + ")";
            case "removed" -> "- " + about + "  (" + change.path("from").asText() + ")";
            default -> "~ " + about + "  " + value(change, "from") + " -> " + value(change, "to");
        });
    }

    private static String value(JsonNode change, String side) {
        return change.hasNonNull(side) ? change.path(side).asText() : "(default)";
    }

    /** Whether something is lost by them that does not come back. */
    static boolean lose(JsonNode changes) {
        return changes.valueStream().anyMatch(change -> change.path("act").asText().equals("removed"));
    }
}
