package brume.service.web;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How settings of users are read. */
public final class Settings {
    /** For text of any shape, which only the plan half reads: an agent has no use for all that this brings along. */
    static final ObjectMapper MAPPER = new ObjectMapper();

    private Settings() {}

    /**
     * The object; empty when it sets nothing or is none, which is a problem.
     *
     * @param what the kind of service, as it stands in a sentence: {@code a PHP service}
     */
    public static Optional<JsonNode> object(String json, String what, List<Problem> problems) {
        try {
            JsonNode root = MAPPER.readTree(json);
            if (root.isObject()) {
                return Optional.of(root);
            }
            if (root.isMissingNode()) {
                return Optional.empty(); // an empty text sets nothing
            }
        } catch (JsonProcessingException e) {
            // said below; the parser's own words may quote the text
        }
        problems.add(Problem.at("settings-not-object", "The settings of " + what + " are a JSON object.", Place.field("/Settings")));
        return Optional.empty();
    }

    /** People write {@code "30"} as well as {@code 30}, and {@code "On"} as well as {@code true}. */
    public static String text(JsonNode value) {
        if (value.getNodeType() == JsonNodeType.BOOLEAN) {
            return value.booleanValue() ? "On" : "Off";
        }
        return value.asText();
    }

    /** The place of a setting, or of what is in it. */
    public static Place place(String... names) {
        return Place.field("/Settings/" + Stream.of(names).map(Settings::pointerPart).collect(Collectors.joining("/")));
    }

    /** RFC 6901, section 3. */
    private static String pointerPart(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
