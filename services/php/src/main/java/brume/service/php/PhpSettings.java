package brume.service.php;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the user set: a JSON object with any of the seven PHP settings ({@link Ini}) and {@code environment}, an object of variables for the application.
 *
 * @param ini complete: defaults stand where the user set nothing
 * @param environment names and values as the user wrote them
 */
record PhpSettings(Map<String, String> ini, Map<String, String> environment) {
    /** Longest time of a request unless {@code max_execution_time} is longer; ConPaaS's value. */
    private static final int REQUEST_SECONDS = 120;

    private static final String ENVIRONMENT = "environment";
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
    /** More would not be read by anyone, and every backend keeps them in each of its processes. */
    private static final int VARIABLES_MAX = 200;

    private static final int VALUE_CHARACTERS_MAX = 8192;

    PhpSettings {
        ini = Map.copyOf(ini);
        environment = Map.copyOf(environment);
    }

    /** What could be read, and every mistake; defaults stand in for mistaken values. */
    record Reading(PhpSettings settings, List<Problem> problems) {
        Reading {
            problems = List.copyOf(problems);
        }
    }

    /** After so many seconds a request is ended. */
    int requestSeconds() {
        return Math.max(REQUEST_SECONDS, Integer.parseInt(value(Ini.MAX_EXECUTION_TIME)));
    }

    String bodyMax() {
        return value(Ini.POST_MAX_SIZE);
    }

    private String value(Ini each) {
        return ini.getOrDefault(each.directive(), each.initial());
    }

    static Reading read(String json) {
        List<Problem> problems = new ArrayList<>();
        Map<String, String> ini = new TreeMap<>();
        for (Ini each : Ini.values()) {
            ini.put(each.directive(), each.initial());
        }
        Map<String, String> environment = new TreeMap<>();
        object(json, problems).ifPresent(root -> {
            for (Map.Entry<String, JsonNode> field : root.properties()) {
                if (field.getKey().equals(ENVIRONMENT)) {
                    readEnvironment(field.getValue(), environment, problems);
                } else {
                    readIni(field.getKey(), field.getValue(), ini, problems);
                }
            }
        });
        return new Reading(new PhpSettings(ini, environment), problems);
    }

    private static Optional<JsonNode> object(String json, List<Problem> problems) {
        try {
            JsonNode root = Json.MAPPER.readTree(json);
            if (root.isObject()) {
                return Optional.of(root);
            }
            if (root.isMissingNode()) {
                return Optional.empty(); // an empty text sets nothing
            }
        } catch (JsonProcessingException e) {
            // said below; the parser's own words may quote the text
        }
        problems.add(Problem.at("settings-not-object", "The settings of a PHP service are a JSON object.", Place.field("/Settings")));
        return Optional.empty();
    }

    private static void readIni(String name, JsonNode value, Map<String, String> ini, List<Problem> problems) {
        Optional<Ini> known = Ini.named(name);
        if (known.isEmpty()) {
            problems.add(Problem.at("unknown-setting", "A PHP service has no setting \"" + name + "\".", place(name)));
            return;
        }
        String text = text(value);
        if (value.isContainerNode() || value.isNull() || !known.get().accepts(text)) {
            problems.add(Problem.at("bad-setting", name + " is " + known.get().shape() + ".", place(name)));
            return;
        }
        ini.put(name, text);
    }

    private static void readEnvironment(JsonNode object, Map<String, String> environment, List<Problem> problems) {
        if (!object.isObject()) {
            problems.add(Problem.at("bad-setting", "environment is an object of names and values.", place(ENVIRONMENT)));
            return;
        }
        if (object.size() > VARIABLES_MAX) {
            problems.add(Problem.at("bad-setting", "environment has at most " + VARIABLES_MAX + " variables.", place(ENVIRONMENT)));
            return;
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            Place at = place(ENVIRONMENT + "/" + pointerPart(field.getKey()));
            String value = text(field.getValue());
            if (!VARIABLE.matcher(field.getKey()).matches()) {
                problems.add(Problem.at("bad-variable-name", "Names of variables are letters, digits and _, and do not begin with a digit.", at));
            } else if (field.getValue().isContainerNode() || field.getValue().isNull() || !fits(value)) {
                problems.add(Problem.at(
                        "bad-variable-value", "The value of a variable is a text of at most " + VALUE_CHARACTERS_MAX + " printable characters.", at));
            } else {
                environment.put(field.getKey(), value);
            }
        }
    }

    private static boolean fits(String value) {
        return value.length() <= VALUE_CHARACTERS_MAX && value.chars().noneMatch(Character::isISOControl);
    }

    /** People write {@code "30"} as well as {@code 30}, and {@code "On"} as well as {@code true}. */
    private static String text(JsonNode value) {
        if (value.getNodeType() == JsonNodeType.BOOLEAN) {
            return value.booleanValue() ? "On" : "Off";
        }
        return value.asText();
    }

    private static Place place(String name) {
        return Place.field("/Settings/" + (name.startsWith(ENVIRONMENT + "/") ? name : pointerPart(name)));
    }

    /** RFC 6901, section 3. */
    private static String pointerPart(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
