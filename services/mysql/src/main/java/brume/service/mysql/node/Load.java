package brume.service.mysql.node;

import brume.core.agent.ContentRef;
import brume.core.role.NodeSystem.Access;
import brume.core.role.NodeSystem.Command;
import brume.core.role.NodeSystem.Result;
import brume.core.role.NodeSystem.UnitState;
import brume.core.role.NodeSystem;
import brume.core.role.RoleException;
import brume.core.service.LoadProgress;
import brume.service.mysql.LoadFact;
import brume.service.mysql.MysqlOrders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Loads a dump into a database that serves, at most once. That it began is written down in the database, where every node sees it, before it begins; a unit of its own does the
 * work and writes down how far it is and how it ended, so that the role goes on looking after the server meanwhile. One whose unit is gone, with its node or without, is never
 * begun again: half of it may be there already.
 */
record Load(NodeSystem system, MysqlOrders orders, List<ContentRef> content) {
    static final Path SCRIPT = Layout.ETC.resolve("load");
    static final Path SECRET = Path.of("/run/brume-mysql-load.env");
    static final String UNIT = "brume-mysql-load.service";

    /** A load that says nothing for so long has ended without saying so; the unit speaks every two seconds. */
    static final int SILENT_SECONDS = 60;

    /** Columns: id, state, done, total, whether it is silent, detail. The newest one: ids grow with time. */
    static final String QUERY = "SELECT 'load', id, state, done, total, TIMESTAMPDIFF(SECOND, at, CURRENT_TIMESTAMP) > " + SILENT_SECONDS
            + ", detail FROM brume_meta.loads ORDER BY id DESC LIMIT 1;\n";

    private static final String TABLE =
            """
            CREATE TABLE IF NOT EXISTS brume_meta.loads (
              id CHAR(32) NOT NULL PRIMARY KEY, state VARCHAR(8) NOT NULL, done BIGINT NOT NULL, total BIGINT NOT NULL, detail VARCHAR(1000) NOT NULL,
              at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
            ) ENGINE = InnoDB CHARACTER SET utf8mb4;
            """;

    private static final Duration MOMENT = Duration.ofSeconds(20);

    Load {
        Objects.requireNonNull(system);
        Objects.requireNonNull(orders);
        content = List.copyOf(content);
    }

    /** Begins what the orders name, unless it has begun before. */
    void bring() throws RoleException {
        if (orders.load().isEmpty() || begun()) {
            return;
        }
        ContentRef ref = content.stream()
                .filter(c -> c.name().equals(orders.load()))
                .findFirst()
                .orElseThrow(() -> new RoleException("mysql-dump", "the orders name a dump that does not come with them"));
        if (system.unit(UNIT) == UnitState.ACTIVE) {
            throw new RoleException("mysql-load-busy", "another dump is still being loaded; this one begins when it has ended");
        }
        Path dump = system.content(ref);
        system.write(SCRIPT, ServerConfig.script("load.sh"), new Access("root:root", "rwxr-xr-x"));
        system.write(SECRET, "MYSQL_PWD=" + orders.sstPassword() + "\n", Access.ROOT_ONLY);
        Sql sql = new Sql(system);
        sql.run(TABLE + Accounts.loader(orders.sstPassword(), orders.database()));
        // the point of no return: whoever finds the row does not begin
        sql.run("INSERT INTO brume_meta.loads (id, state, done, total, detail) VALUES (" + Sql.literal(id()) + ", 'LOADING', 0, " + ref.size() + ", '');\n");
        must("systemd-run", "--unit=" + UNIT, "--collect", "--property=EnvironmentFile=" + SECRET, "--property=KillMode=control-group",
                SCRIPT.toString(), id(), dump.toString(), orders.database(), Long.toString(ref.size()));
    }

    private String id() {
        return orders.load().substring(LoadProgress.ATTACHMENT.length());
    }

    private boolean begun() throws RoleException {
        Sql sql = new Sql(system);
        return sql.run("SHOW TABLES IN brume_meta;\n").contains("loads")
                && !sql.run("SELECT 1 FROM brume_meta.loads WHERE id = " + Sql.literal(id()) + ";\n").isEmpty();
    }

    private void must(String... arguments) throws RoleException {
        Result result = system.run(Command.of(MOMENT, arguments));
        if (!result.ok()) {
            throw new RoleException("mysql-program", arguments[0] + " failed: " + Sql.error(result));
        }
    }

    /** Reads a row of {@link #QUERY} behind its first column. */
    static Optional<LoadProgress> parse(String row) {
        String[] columns = row.split("\t", 6);
        if (columns.length != 6) {
            return Optional.empty();
        }
        return LoadFact.parse(columns[0] + " " + columns[1] + " " + columns[2] + " " + columns[3] + " " + columns[5])
                .map(load -> columns[4].equals("1") && load.state() == LoadProgress.State.LOADING ? cut(load) : load)
                .map(Load::rounded);
    }

    private static LoadProgress cut(LoadProgress load) {
        return new LoadProgress(load.id(), LoadProgress.State.FAILED, load.done(), load.total(), "the load ended without saying how, as when its node is lost; a part of the dump may be there");
    }

    /** So that not every look is news. */
    private static LoadProgress rounded(LoadProgress load) {
        long part = Math.max(1, load.total() / 100);
        long done = load.state() == LoadProgress.State.DONE ? load.total() : load.done() / part * part;
        return new LoadProgress(load.id(), load.state(), done, load.total(), load.detail());
    }
}
