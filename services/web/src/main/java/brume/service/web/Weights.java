package brume.service.web;

import brume.core.problem.Problem;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How much of the requests the webs and backends on each node get, relative to the others of the same role. Part of the settings, so that it is wanted like everything else:
 * {@code {"weights": {"3": 50}}} gives node 3 half of what a node without a weight of its own gets. A weight belongs to the number, whichever machine has it.
 *
 * @param byNode weights that users set; the others have {@link #INITIAL}
 */
public record Weights(NavigableMap<Integer, Integer> byNode) {
    /** Name of the setting. */
    public static final String SETTING = "weights";

    /** ConPaaS's. */
    public static final int INITIAL = 100;

    /** HAProxy knows no higher one (configuration manual, {@code weight}). */
    public static final int MAXIMUM = 256;

    public static final Weights EQUAL = new Weights(Collections.emptyNavigableMap());

    /** A service has at most some hundred nodes, with numbers that are used again. */
    private static final int NODE_MAX = 999;

    public Weights {
        byNode = Collections.unmodifiableNavigableMap(new TreeMap<>(byNode));
    }

    public int of(int node) {
        return byNode.getOrDefault(node, INITIAL);
    }

    /** Reads the value of the setting into {@code weights} by node; mistakes into {@code problems}. */
    public static void read(JsonNode object, Map<Integer, Integer> weights, List<Problem> problems) {
        if (!object.isObject()) {
            problems.add(Problem.at("bad-setting", "weights is an object of node numbers and weights.", Settings.place(SETTING)));
            return;
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String node = field.getKey();
            String weight = Settings.text(field.getValue());
            if (!node.matches("[1-9][0-9]{0,2}")) {
                problems.add(Problem.at("bad-setting", "Weights are set by the number of a node, from 1 to " + NODE_MAX + ".", Settings.place(SETTING, node)));
            } else if (!weight.matches("[0-9]{1,3}") || Integer.parseInt(weight) > MAXIMUM) {
                problems.add(Problem.at("bad-setting", "A weight is a number from 0 to " + MAXIMUM + ".", Settings.place(SETTING, node)));
            } else {
                weights.put(Integer.valueOf(node), Integer.valueOf(weight));
            }
        }
    }

    /** The settings with another weight of a node; all else stays as the user wrote it. {@link #INITIAL} takes the node out. */
    public static String set(String settings, int node, int weight) {
        try {
            JsonNode root = Settings.MAPPER.readTree(settings);
            ObjectNode all = root instanceof ObjectNode object ? object : Settings.MAPPER.createObjectNode();
            ObjectNode weights = all.get(SETTING) instanceof ObjectNode object ? object : Settings.MAPPER.createObjectNode();
            if (weight == INITIAL && !weights.has(Integer.toString(node))) {
                return settings;
            }
            if (weight == INITIAL) {
                weights.remove(Integer.toString(node));
            } else {
                weights.put(Integer.toString(node), weight);
            }
            if (weights.isEmpty()) {
                all.remove(SETTING);
            } else {
                all.set(SETTING, weights);
            }
            return Settings.MAPPER.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not the settings of a web service"); // the parser's own message may quote secrets
        }
    }
}
