package brume.service.web;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.core.service.SecretDef;
import brume.core.service.SecretRef;
import brume.core.service.ServiceView;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Variables that applications find in their environment. */
public final class Environment {
    /** Name of the setting. */
    public static final String SETTING = "environment";

    /** A random text that every application may use for its own signatures; reaches it as {@code BRUME_APP_SECRET}. */
    public static final SecretDef APP_SECRET = new SecretDef("app_secret", 64);

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
    /** More would not be read by anyone, and every backend keeps them in each of its processes. */
    private static final int VARIABLES_MAX = 200;

    private static final int VALUE_CHARACTERS_MAX = 8192;

    private Environment() {}

    /** What siblings export, the application's secret, and what the user sets, which has the last word. */
    public static Map<String, String> of(ServiceView view, Map<String, String> set) {
        Map<String, String> all = new TreeMap<>(view.environment());
        Optional.ofNullable(view.secrets().get(APP_SECRET.name()))
                .map(SecretRef::placeholder)
                .ifPresent(placeholder -> all.put("BRUME_APP_SECRET", placeholder));
        all.putAll(set);
        return all;
    }

    /** Reads the value of the setting into {@code environment}; mistakes into {@code problems}. */
    public static void read(JsonNode object, Map<String, String> environment, List<Problem> problems) {
        if (!object.isObject()) {
            problems.add(Problem.at("bad-setting", "environment is an object of names and values.", Settings.place(SETTING)));
            return;
        }
        if (object.size() > VARIABLES_MAX) {
            problems.add(Problem.at("bad-setting", "environment has at most " + VARIABLES_MAX + " variables.", Settings.place(SETTING)));
            return;
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            Place at = Settings.place(SETTING, field.getKey());
            String value = Settings.text(field.getValue());
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
}
