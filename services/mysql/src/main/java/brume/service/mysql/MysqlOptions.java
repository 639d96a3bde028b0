package brume.service.mysql;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.core.quantity.Bytes;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The settings of a service, as its user wrote them: {@code database}, {@code volumeMiB}, {@code variables}, {@code forget}, {@code writers}.
 *
 * @param database name of the application's database
 * @param volume size of each node's volume; counts for nodes made from now on
 * @param variables server variables, checked
 * @param forget UUID of a cluster whose data is lost and shall be replaced by an empty database; empty otherwise
 * @param allWrite whether load balancers lead connections to all nodes ({@code "writers": "all"}) instead of to one ({@code "one"}, the default). With all, Galera does not keep
 *     transactions of different nodes apart as one server does: of two that read a row and then write it, both may be acknowledged although one update is lost; a read may not
 *     see what another node has just acknowledged; and a transaction may fail at its very commit, for one on another node that was first
 */
public record MysqlOptions(String database, Bytes volume, Map<String, String> variables, String forget, boolean allWrite) {
    /** One user per service, as ConPaaS named it. */
    public static final String USER = "mysqldb";

    static final MysqlOptions DEFAULTS = new MysqlOptions("brume", Bytes.ofMiB(2048), Map.of(), "", false);

    private static final ObjectMapper MAPPER = new ObjectMapper().configure(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, true);

    // 64 characters are MariaDB's limit; this subset needs no quoting anywhere
    private static final Pattern DATABASE = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
    /** Databases that are not an application's. */
    public static final List<String> RESERVED = List.of("mysql", "sys", "information_schema", "performance_schema", "test", "brume_meta");
    // a fresh data directory with its logs and Galera's write-set cache takes about 250 MiB
    private static final long VOLUME_MIB_MIN = 512;
    private static final long VOLUME_MIB_MAX = 16L * 1024 * 1024;

    public MysqlOptions {
        Objects.requireNonNull(database);
        Objects.requireNonNull(volume);
        variables = Map.copyOf(variables);
        Objects.requireNonNull(forget);
    }

    /** Reads settings that passed {@link #check}; what is wrong all the same has its default. */
    static MysqlOptions of(String settings) {
        return read(settings, new ArrayList<>());
    }

    /** Every mistake, with places below {@code /Settings}. */
    static List<Problem> check(String settings) {
        List<Problem> problems = new ArrayList<>();
        read(settings, problems);
        return List.copyOf(problems);
    }

    private static MysqlOptions read(String settings, List<Problem> problems) {
        Optional<JsonNode> tree = tree(settings).filter(JsonNode::isObject);
        if (tree.isEmpty()) {
            problems.add(problem("", "the settings of a mysql service are a JSON object"));
            return DEFAULTS;
        }
        MysqlOptions options = DEFAULTS;
        for (Map.Entry<String, JsonNode> entry : tree.get().properties()) {
            options = options.with(entry.getKey(), entry.getValue(), problems);
        }
        return options;
    }

    /** Empty when the text is not JSON. */
    private static Optional<JsonNode> tree(String text) {
        try {
            return Optional.of(MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private MysqlOptions with(String key, JsonNode value, List<Problem> problems) {
        return switch (key) {
            case "database" -> new MysqlOptions(readDatabase(value, problems), volume, variables, forget, allWrite);
            case "volumeMiB" -> new MysqlOptions(database, readVolume(value, problems), variables, forget, allWrite);
            case "variables" -> new MysqlOptions(database, volume, readVariables(value, problems), forget, allWrite);
            case "forget" -> new MysqlOptions(database, volume, variables, value.asText(), allWrite);
            case "writers" -> new MysqlOptions(database, volume, variables, forget, readWriters(value, problems));
            default -> {
                problems.add(problem("/" + key, "a mysql service has no setting " + key + "; it has database, volumeMiB, variables, forget, writers"));
                yield this;
            }
        };
    }

    private static String readDatabase(JsonNode value, List<Problem> problems) {
        String name = value.asText();
        if (!value.isTextual() || !DATABASE.matcher(name).matches() || RESERVED.contains(name) || name.toLowerCase(Locale.ROOT).startsWith("brume_check_")) {
            problems.add(problem("/database", "a database's name is a letter, then letters, digits and _ (at most 64), and none of MariaDB's own or of Brume's"));
            return DEFAULTS.database;
        }
        return name;
    }

    private static Bytes readVolume(JsonNode value, List<Problem> problems) {
        if (!value.isIntegralNumber() || value.asLong() < VOLUME_MIB_MIN || value.asLong() > VOLUME_MIB_MAX) {
            problems.add(problem("/volumeMiB", "a volume has " + VOLUME_MIB_MIN + " to " + VOLUME_MIB_MAX + " MiB"));
            return DEFAULTS.volume;
        }
        return Bytes.ofMiB(value.asLong());
    }

    private static boolean readWriters(JsonNode value, List<Problem> problems) {
        if (value.asText().equals("all")) {
            return true;
        }
        if (!value.asText().equals("one")) {
            problems.add(problem(
                    "/writers",
                    "writers is one (one node takes the writes, so that transactions behave as with a single server) or all (load balancers lead to every node: updates may be lost"
                            + " between transactions on different nodes, reads may be stale, commits may fail)"));
        }
        return false;
    }

    private static Map<String, String> readVariables(JsonNode value, List<Problem> problems) {
        if (!value.isObject()) {
            problems.add(problem("/variables", "variables are a JSON object of names and values"));
            return Map.of();
        }
        SortedMap<String, String> variables = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String text = entry.getValue().asText();
            Optional<String> fault = ServerVariables.fault(entry.getKey(), text);
            if (fault.isPresent()) {
                problems.add(problem("/variables/" + entry.getKey(), fault.get()));
            } else {
                variables.put(entry.getKey(), text);
            }
        }
        return variables;
    }

    private static Problem problem(String below, String text) {
        return Problem.at("mysql-settings", text, Place.field("/Settings" + below.replace("~", "~0")));
    }
}
