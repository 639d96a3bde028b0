package brume.service.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What the planner reads back from settings that it wrote, whatever else a service type puts there.
 *
 * @param version that a web serves; empty for the welcome page and for other roles
 * @param asked whom a web or a proxy asks, as addresses
 */
record Told(String version, List<String> asked, Leave leave) {
    Told {
        Objects.requireNonNull(version);
        asked = List.copyOf(asked);
        Objects.requireNonNull(leave);
    }

    static Told read(String settings) {
        try {
            JsonNode root = Settings.MAPPER.readTree(settings);
            List<String> asked = new ArrayList<>();
            root.path("backends").forEach(address -> asked.add(address.asText()));
            root.path("webs").forEach(address -> asked.add(address.asText()));
            return new Told(root.path("version").asText(), asked, Settings.MAPPER.treeToValue(root.path("leave"), Leave.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not the settings of a role of a web service"); // the parser's own message may quote secrets
        }
    }
}
