package brume.service.mysql;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The MariaDB variables that a user may set, all of them dynamic ({@code SET GLOBAL}) in MariaDB 10.11 and 11.8, none of them able to break replication or durability. Source: MariaDB's
 * Server System Variables page.
 */
public final class ServerVariables {
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,12}[KMG]?");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,6})?");
    private static final Pattern SWITCH = Pattern.compile("ON|OFF");
    private static final Pattern WORD = Pattern.compile("[a-z0-9_]{1,64}");
    private static final Pattern MODES = Pattern.compile("([A-Z_]{1,40}(,[A-Z_]{1,40}){0,20})?");

    private static final SortedMap<String, Pattern> ALLOWED = new TreeMap<>(Map.ofEntries(
            Map.entry("character_set_server", WORD),
            Map.entry("collation_server", WORD),
            Map.entry("connect_timeout", COUNT),
            Map.entry("group_concat_max_len", SIZE),
            Map.entry("innodb_buffer_pool_size", SIZE),
            Map.entry("innodb_lock_wait_timeout", COUNT),
            Map.entry("interactive_timeout", COUNT),
            Map.entry("join_buffer_size", SIZE),
            Map.entry("long_query_time", SECONDS),
            Map.entry("max_allowed_packet", SIZE),
            Map.entry("max_connections", COUNT),
            Map.entry("max_heap_table_size", SIZE),
            Map.entry("max_statement_time", SECONDS),
            Map.entry("slow_query_log", SWITCH),
            Map.entry("sort_buffer_size", SIZE),
            Map.entry("sql_mode", MODES),
            Map.entry("table_open_cache", COUNT),
            Map.entry("thread_cache_size", COUNT),
            Map.entry("tmp_table_size", SIZE),
            Map.entry("wait_timeout", COUNT)));

    private ServerVariables() {}

    /** Names that may be set. */
    public static Iterable<String> names() {
        return ALLOWED.keySet();
    }

    /** What is wrong with a variable and its value; empty when nothing is. */
    static Optional<String> fault(String name, String value) {
        Pattern pattern = ALLOWED.get(name);
        if (pattern == null) {
            return Optional.of("the variable " + name + " cannot be set here; these can: " + String.join(", ", ALLOWED.keySet()));
        }
        if (!pattern.matcher(value).matches()) {
            return Optional.of("the value of " + name + " does not match " + pattern.pattern());
        }
        return Optional.empty();
    }
}
