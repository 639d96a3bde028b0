package brume.service.mysql.node;

import brume.core.agent.ContentRef;
import brume.core.role.NodeSystem;
import brume.core.role.NodeSystem.Command;
import brume.core.role.NodeSystem.Result;
import brume.core.role.RoleException;
import brume.service.mysql.MysqlOrders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes the application's database and the accounts, loads the dump once; see the package. Done by the writer only; all of it replicates. */
record Birth(NodeSystem system, MysqlOrders orders, List<ContentRef> content) {
    /** Value of {@code brume_meta.birth.state} when everything is there. */
    static final String DONE = "done";

    private static final String LOADING = "loading";
    private static final String REFUSED = "refused";

    // a dump of tens of gigabytes
    private static final Duration LOAD_DEADLINE = Duration.ofHours(12);
    // Error of a statement; errors of the connection (2000 and up) and of the cluster (1047, 1205, 1213) may pass by
    private static final Pattern STATEMENT_ERROR = Pattern.compile("^ERROR (?!2\\d\\d\\d|1047|1205|1213)\\d{4} .*at line \\d+.*", Pattern.MULTILINE);

    Birth {
        Objects.requireNonNull(system);
        Objects.requireNonNull(orders);
        content = List.copyOf(content);
    }

    /** What has been written down: state and digest of the dump. */
    private record Entry(String state, String digest, String detail) {}

    /** Does what is missing. */
    void bring() throws RoleException {
        Sql sql = new Sql(system);
        sql.run(missing(sql));
        Optional<Entry> entry = entry(sql);
        if (entry.filter(r -> r.state.equals(DONE)).isPresent()) {
            return;
        }
        if (orders.dump().isEmpty()) {
            // of a dump that was taken back nothing stays
            sql.run(entry.isPresent() ? emptyDatabase() : "");
            write(sql, DONE, "");
            return;
        }
        if (entry.filter(r -> r.state.equals(REFUSED) && r.digest.equals(orders.dump())).isPresent()) {
            throw refused(entry.map(Entry::detail).orElse(""));
        }
        load(sql, entry.isPresent());
    }

    /** Statements for what is not there yet; nothing in the usual case, because each of these would stop the whole cluster for a moment. */
    private String missing(Sql sql) throws RoleException {
        StringBuilder text = new StringBuilder();
        List<String> databases = sql.run("SHOW DATABASES;\n");
        if (!databases.contains("brume_meta")) {
            text.append("CREATE DATABASE IF NOT EXISTS brume_meta;\n");
        }
        if (!databases.contains("brume_meta") || sql.run("SHOW TABLES IN brume_meta;\n").isEmpty()) {
            text.append(
                    """
                    CREATE TABLE IF NOT EXISTS brume_meta.birth (
                      id TINYINT NOT NULL PRIMARY KEY, state VARCHAR(16) NOT NULL, digest VARCHAR(64) NOT NULL, detail VARCHAR(1000) NOT NULL, at TIMESTAMP NOT NULL
                    ) ENGINE = InnoDB CHARACTER SET utf8mb4;
                    """);
        }
        if (!databases.contains(orders.database())) {
            text.append(createDatabase());
        }
        if (!sql.login(orders.user(), orders.password()) || !mayUse(sql)) {
            text.append(Accounts.application(orders.user(), orders.password(), orders.database()));
        }
        if (!sql.login(Accounts.SST, orders.sstPassword())) {
            text.append(Accounts.sst(orders.sstPassword()));
        }
        if (!sql.login(Accounts.MONITOR, orders.monitorPassword())) {
            text.append(Accounts.monitor(orders.monitorPassword()));
        }
        for (String host : sql.run("SELECT host FROM mysql.global_priv WHERE user = '';\n")) {
            text.append("DROP USER IF EXISTS ''@").append(Sql.literal(host)).append(";\n");
        }
        return text.toString();
    }

    private boolean mayUse(Sql sql) throws RoleException {
        String own = Sql.literal(orders.database().replace("_", "\\_"));
        return sql.run("SELECT 1 FROM mysql.db WHERE user = " + Sql.literal(orders.user()) + " AND db IN (" + own + ", " + Sql.literal(Accounts.checks()) + ");\n")
                        .size()
                == 2;
    }

    private String createDatabase() {
        return "CREATE DATABASE IF NOT EXISTS " + Sql.identifier(orders.database()) + " CHARACTER SET utf8mb4;\n";
    }

    private String emptyDatabase() {
        return "DROP DATABASE IF EXISTS " + Sql.identifier(orders.database()) + ";\n" + createDatabase();
    }

    private static Optional<Entry> entry(Sql sql) throws RoleException {
        return sql.run("SELECT state, digest, detail FROM brume_meta.birth WHERE id = 1;\n").stream()
                .map(row -> row.split("\t", 3))
                .filter(columns -> columns.length == 3)
                .map(columns -> new Entry(columns[0], columns[1], columns[2]))
                .findFirst();
    }

    private void write(Sql sql, String state, String detail) throws RoleException {
        String cut = detail.length() > 1000 ? detail.substring(0, 1000) : detail;
        sql.run("REPLACE INTO brume_meta.birth VALUES (1, " + Sql.literal(state) + ", " + Sql.literal(orders.dump()) + ", " + Sql.literal(cut) + ", CURRENT_TIMESTAMP);\n");
    }

    /** @param again a load began before, so that the database may hold a part of it */
    private void load(Sql sql, boolean again) throws RoleException {
        ContentRef ref = content.stream()
                .filter(c -> c.digest().equals(orders.dump()))
                .findFirst()
                .orElseThrow(() -> new RoleException("mysql-dump", "the orders name a dump that does not come with them"));
        Path dump = system.content(ref);
        write(sql, LOADING, "");
        sql.run((again ? emptyDatabase() : "") + Accounts.loader(orders.sstPassword(), orders.database()));
        Command command = Command.of(LOAD_DEADLINE, "bash", Layout.POUR.toString(), orders.database())
                .withInput(dump)
                .withEnvironment(Map.of("MYSQL_PWD", orders.sstPassword()));
        Result result = system.run(command);
        sql.run(Accounts.dropLoader());
        if (result.ok()) {
            write(sql, DONE, "");
            return;
        }
        String error = Sql.error(result);
        if (STATEMENT_ERROR.matcher(result.stderr()).find()) {
            write(sql, REFUSED, error);
            throw refused(error);
        }
        throw new RoleException("mysql-dump-cut", "loading the dump was cut short (" + error + "); it begins again with an empty database");
    }

    private static RoleException refused(String error) {
        return new RoleException(
                "mysql-dump", "MariaDB does not take the dump: " + error + ". Correct the dump (it must be for the service's own database) and give it again");
    }
}
