package brume.service.php;

import brume.core.problem.Problem;
import brume.service.web.Environment;
import brume.service.web.Settings;
import brume.service.web.Weights;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the user set: a JSON object with any of the seven PHP settings ({@link Ini}), {@code environment}, an object of variables for the application,
 * {@code sessions} and {@code weights}.
 *
 * @param ini complete: defaults stand where the user set nothing
 * @param environment names and values as the user wrote them
 * @param sharedSessions whether the backends share PHP's sessions; else each keeps its own
 * @param weights of nodes
 */
record PhpSettings(Map<String, String> ini, Map<String, String> environment, boolean sharedSessions, Weights weights) {
    private static final String SESSIONS = "sessions";

    private static final String SHARED = "redis";
    private static final String OWN = "files";

    /** Longest time of a request unless {@code max_execution_time} is longer; ConPaaS's value. */
    private static final int REQUEST_SECONDS = 120;

    PhpSettings {
        ini = Map.copyOf(ini);
        environment = Map.copyOf(environment);
        Objects.requireNonNull(weights);
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
        AtomicBoolean shared = new AtomicBoolean(true);
        NavigableMap<Integer, Integer> weights = new TreeMap<>();
        Settings.object(json, "a PHP service", problems).ifPresent(root -> {
            for (Map.Entry<String, JsonNode> field : root.properties()) {
                if (field.getKey().equals(Environment.SETTING)) {
                    Environment.read(field.getValue(), environment, problems);
                } else if (field.getKey().equals(SESSIONS)) {
                    shared.set(readSessions(Settings.text(field.getValue()), problems));
                } else if (field.getKey().equals(Weights.SETTING)) {
                    Weights.read(field.getValue(), weights, problems);
                } else {
                    readIni(field.getKey(), field.getValue(), ini, problems);
                }
            }
        });
        return new Reading(new PhpSettings(ini, environment, shared.get(), new Weights(weights)), problems);
    }

    private static boolean readSessions(String value, List<Problem> problems) {
        if (!value.equals(SHARED) && !value.equals(OWN)) {
            problems.add(Problem.at("bad-setting", "sessions is redis (shared by all backends) or files (each backend its own).", Settings.place(SESSIONS)));
        }
        return !value.equals(OWN);
    }

    private static void readIni(String name, JsonNode value, Map<String, String> ini, List<Problem> problems) {
        Optional<Ini> known = Ini.named(name);
        if (known.isEmpty()) {
            problems.add(Problem.at("unknown-setting", "A PHP service has no setting \"" + name + "\".", Settings.place(name)));
            return;
        }
        String text = Settings.text(value);
        if (value.isContainerNode() || value.isNull() || !known.get().accepts(text)) {
            problems.add(Problem.at("bad-setting", name + " is " + known.get().shape() + ".", Settings.place(name)));
            return;
        }
        ini.put(name, text);
    }
}
