package brume.service.java;

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
import java.util.TreeMap;

/**
 * What the user set.
 *
 * @param values complete: defaults stand where the user set nothing
 * @param environment names and values as the user wrote them
 * @param weights of nodes
 */
record JavaSettings(Map<Setting, String> values, Map<String, String> environment, Weights weights) {

    /** The settings that users may change, besides {@code environment} and {@code weights}. */
    enum Setting {
        HEAP_MAX("heap_max", "256M", "a size from 64M to 64G, such as 256M", "\\d{1,6}[MG]") {
            @Override
            boolean inRange(String value) {
                return megabytes(value) >= 64 && megabytes(value) <= 64 << 10;
            }
        },
        BODY_MAX("body_max", "64M", "a size of at most 16G, such as 64M; 0M is unlimited", "\\d{1,6}[MG]") {
            @Override
            boolean inRange(String value) {
                return megabytes(value) <= 16 << 10;
            }
        },
        REQUEST_SECONDS("request_seconds", "120", "a number of seconds from 1 to 3600", "\\d{1,4}") {
            @Override
            boolean inRange(String value) {
                return Integer.parseInt(value) >= 1 && Integer.parseInt(value) <= 3600;
            }
        },
        /** Who serves the files of the war: nginx, or Tomcat, for applications that guard them by annotations. */
        STATIC_FILES("static_files", "web", "web or backend", "web|backend");

        private final String key;
        private final String initial;
        private final String shape;
        private final String pattern;

        Setting(String key, String initial, String shape, String pattern) {
            this.key = key;
            this.initial = initial;
            this.shape = shape;
            this.pattern = pattern;
        }

        String key() {
            return key;
        }

        /** What a value looks like, for people. */
        String shape() {
            return shape;
        }

        boolean accepts(String value) {
            return value.matches(pattern) && inRange(value);
        }

        boolean inRange(String value) {
            return !value.isEmpty();
        }

        private static long megabytes(String value) {
            long count = Long.parseLong(value.substring(0, value.length() - 1));
            return value.endsWith("G") ? count << 10 : count;
        }
    }

    JavaSettings {
        values = Map.copyOf(values);
        environment = Map.copyOf(environment);
        Objects.requireNonNull(weights);
    }

    /** What could be read, and every mistake; defaults stand in for mistaken values. */
    record Reading(JavaSettings settings, List<Problem> problems) {
        Reading {
            problems = List.copyOf(problems);
        }
    }

    String value(Setting setting) {
        return values.getOrDefault(setting, setting.initial);
    }

    int requestSeconds() {
        return Integer.parseInt(value(Setting.REQUEST_SECONDS));
    }

    static Reading read(String json) {
        List<Problem> problems = new ArrayList<>();
        Map<Setting, String> values = new TreeMap<>();
        Map<String, String> environment = new TreeMap<>();
        NavigableMap<Integer, Integer> weights = new TreeMap<>();
        Settings.object(json, "a Java service", problems).ifPresent(root -> {
            for (Map.Entry<String, JsonNode> field : root.properties()) {
                if (field.getKey().equals(Environment.SETTING)) {
                    Environment.read(field.getValue(), environment, problems);
                } else if (field.getKey().equals(Weights.SETTING)) {
                    Weights.read(field.getValue(), weights, problems);
                } else {
                    read(field.getKey(), field.getValue(), values, problems);
                }
            }
        });
        return new Reading(new JavaSettings(values, environment, new Weights(weights)), problems);
    }

    private static void read(String name, JsonNode value, Map<Setting, String> values, List<Problem> problems) {
        for (Setting setting : Setting.values()) {
            if (!setting.key().equals(name)) {
                continue;
            }
            String text = Settings.text(value);
            if (value.isContainerNode() || value.isNull() || !setting.accepts(text)) {
                problems.add(Problem.at("bad-setting", name + " is " + setting.shape() + ".", Settings.place(name)));
            } else {
                values.put(setting, text);
            }
            return;
        }
        problems.add(Problem.at("unknown-setting", "A Java service has no setting \"" + name + "\".", Settings.place(name)));
    }
}
