package brume.service.mysql;

import brume.service.mysql.ValueShape.Collation;
import brume.service.mysql.ValueShape.Decimal;
import brume.service.mysql.ValueShape.OneOf;
import brume.service.mysql.ValueShape.Size;
import brume.service.mysql.ValueShape.SomeOf;
import brume.service.mysql.ValueShape.Whole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The MariaDB variables that a user may set, all of them dynamic ({@code SET GLOBAL}) in MariaDB 10.11 and 11.8, none of them able to break replication or durability; and why others
 * may not be. Source of names and bounds: MariaDB's Server System Variables page.
 */
public final class ServerVariables {
    private static final long YEAR_SECONDS = 31_536_000;
    private static final long GIB = 1L << 30;

    private static final List<String> SWITCH = List.of("ON", "OFF");
    private static final List<String> CHARACTER_SETS =
            List.of("ascii", "big5", "binary", "cp1250", "cp1251", "cp1252", "cp1256", "cp1257", "cp850", "cp852", "cp866", "cp932", "eucjpms", "euckr", "gb2312", "gbk", "greek",
                    "hebrew", "koi8r", "koi8u", "latin1", "latin2", "latin5", "latin7", "sjis", "tis620", "ucs2", "ujis", "utf16", "utf32", "utf8", "utf8mb3", "utf8mb4");
    private static final List<String> SQL_MODES =
            List.of("ALLOW_INVALID_DATES", "ANSI_QUOTES", "ERROR_FOR_DIVISION_BY_ZERO", "HIGH_NOT_PRECEDENCE", "IGNORE_SPACE", "NO_AUTO_CREATE_USER", "NO_AUTO_VALUE_ON_ZERO",
                    "NO_BACKSLASH_ESCAPES", "NO_ENGINE_SUBSTITUTION", "NO_UNSIGNED_SUBTRACTION", "NO_ZERO_DATE", "NO_ZERO_IN_DATE", "ONLY_FULL_GROUP_BY", "PAD_CHAR_TO_FULL_LENGTH",
                    "PIPES_AS_CONCAT", "REAL_AS_FLOAT", "STRICT_ALL_TABLES", "STRICT_TRANS_TABLES", "TIME_ROUND_FRACTIONAL");

    private static final SortedMap<String, ValueShape> ALLOWED = new TreeMap<>(Map.ofEntries(
            Map.entry("character_set_server", new OneOf(CHARACTER_SETS.stream().filter(set -> !Set.of("ucs2", "utf16", "utf32").contains(set)).toList())),
            Map.entry("collation_server", new Collation(CHARACTER_SETS)),
            Map.entry("connect_timeout", new Whole(2, YEAR_SECONDS)),
            Map.entry("group_concat_max_len", new Size(4, GIB)),
            Map.entry("innodb_buffer_pool_size", new Size(5 << 20, 1024 * GIB)),
            Map.entry("innodb_lock_wait_timeout", new Whole(0, 100_000_000)),
            Map.entry("innodb_print_all_deadlocks", new OneOf(SWITCH)),
            Map.entry("interactive_timeout", new Whole(1, YEAR_SECONDS)),
            Map.entry("join_buffer_size", new Size(128, GIB)),
            Map.entry("lock_wait_timeout", new Whole(0, YEAR_SECONDS)),
            Map.entry("log_queries_not_using_indexes", new OneOf(SWITCH)),
            Map.entry("long_query_time", new Decimal(0, YEAR_SECONDS)),
            Map.entry("max_allowed_packet", new Size(1024, GIB)),
            Map.entry("max_connect_errors", new Whole(1, 4_294_967_295L)),
            Map.entry("max_connections", new Whole(10, 100_000)),
            Map.entry("max_heap_table_size", new Size(16_384, 64 * GIB)),
            Map.entry("max_prepared_stmt_count", new Whole(0, 4_294_967_295L)),
            Map.entry("max_statement_time", new Decimal(0, YEAR_SECONDS)),
            Map.entry("net_read_timeout", new Whole(1, YEAR_SECONDS)),
            Map.entry("net_write_timeout", new Whole(1, YEAR_SECONDS)),
            Map.entry("optimizer_search_depth", new Whole(0, 62)),
            Map.entry("read_buffer_size", new Size(8_192, 2 * GIB - 4096)),
            Map.entry("read_rnd_buffer_size", new Size(1, 2 * GIB - 1)),
            Map.entry("slow_query_log", new OneOf(SWITCH)),
            Map.entry("sort_buffer_size", new Size(1024, GIB)),
            Map.entry("sql_mode", new SomeOf(SQL_MODES)),
            Map.entry("table_definition_cache", new Whole(400, 2_097_152)),
            Map.entry("table_open_cache", new Whole(10, 1_048_576)),
            Map.entry("thread_cache_size", new Whole(0, 16_384)),
            Map.entry("tmp_table_size", new Size(1024, 64 * GIB)),
            Map.entry("wait_timeout", new Whole(1, YEAR_SECONDS))));

    private static final String DURABILITY = "is kept so that every acknowledged write is on disk";
    private static final String PLACE = "is Brume's: the nodes, their checks and the load balancer find the server by it";
    private static final String REPLICATION = "is kept as replication between the nodes needs it";
    private static final String SECURITY = "would open the machine's files to whoever may use the database";

    /** Variables that Brume needs as they are. */
    private static final Map<String, String> KEPT = Map.ofEntries(
            Map.entry("innodb_flush_log_at_trx_commit", DURABILITY),
            Map.entry("innodb_doublewrite", DURABILITY),
            Map.entry("innodb_flush_method", DURABILITY),
            Map.entry("sync_binlog", DURABILITY),
            Map.entry("bind_address", PLACE),
            Map.entry("datadir", PLACE),
            Map.entry("pid_file", PLACE),
            Map.entry("port", PLACE),
            Map.entry("skip_name_resolve", PLACE),
            Map.entry("skip_networking", PLACE),
            Map.entry("socket", PLACE),
            Map.entry("auto_increment_increment", REPLICATION),
            Map.entry("auto_increment_offset", REPLICATION),
            Map.entry("binlog_format", REPLICATION),
            Map.entry("default_storage_engine", REPLICATION),
            Map.entry("enforce_storage_engine", REPLICATION),
            Map.entry("innodb_autoinc_lock_mode", REPLICATION),
            Map.entry("log_bin", REPLICATION),
            Map.entry("read_only", REPLICATION),
            Map.entry("server_id", REPLICATION),
            Map.entry("local_infile", SECURITY),
            Map.entry("plugin_dir", SECURITY),
            Map.entry("secure_file_priv", SECURITY));

    /** Some that MariaDB reads only at its start. */
    private static final Set<String> READ_ONLY =
            Set.of("back_log", "basedir", "ft_min_word_len", "hostname", "innodb_buffer_pool_chunk_size", "innodb_data_file_path", "innodb_data_home_dir", "innodb_file_format",
                    "innodb_force_recovery", "innodb_log_group_home_dir", "innodb_page_size", "innodb_read_io_threads", "innodb_rollback_on_timeout", "innodb_sort_buffer_size",
                    "innodb_undo_directory", "innodb_write_io_threads", "large_pages", "license", "log_error", "lower_case_table_names", "open_files_limit", "performance_schema",
                    "protocol_version", "table_open_cache_instances", "thread_handling", "thread_stack", "tmpdir", "version");

    private ServerVariables() {}

    /** Names that may be set. */
    public static Iterable<String> names() {
        return ALLOWED.keySet();
    }

    /** What is wrong with a variable and its value; empty when nothing is. */
    static Optional<String> fault(String name, String value) {
        ValueShape shape = ALLOWED.get(name);
        if (shape != null) {
            return shape.fault(value).map(text -> name + " " + text);
        }
        if (name.startsWith("wsrep_") || name.startsWith("gtid_")) {
            return Optional.of(name + " " + REPLICATION);
        }
        Optional<String> kept = Optional.ofNullable(KEPT.get(name)).map(why -> name + " " + why);
        if (kept.isPresent()) {
            return kept;
        }
        if (READ_ONLY.contains(name)) {
            return Optional.of(name + " is read by MariaDB at its start only, and cannot be set while it serves");
        }
        return Optional.of("there is no variable " + name + " to be set here; there are " + String.join(", ", ALLOWED.keySet()));
    }
}
