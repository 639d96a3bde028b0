package brume.service.mysql.node;

import brume.core.role.NodeSystem;
import brume.core.role.NodeSystem.Access;
import brume.core.role.NodeSystem.Command;
import brume.core.role.NodeSystem.Result;
import brume.core.role.NodeSystem.UnitState;
import brume.core.role.RoleException;
import brume.service.mysql.Duty;
import brume.service.mysql.MysqlOrders;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** The MariaDB of this node: its files, its unit, its data directory, its duty. */
record Server(NodeSystem system) {
    private static final Access MYSQL_ONLY = new Access("mysql:mysql", "rw-r-----");
    private static final Access FOR_MYSQL = new Access("root:mysql", "rw-r-----");
    private static final Access PROGRAM = new Access("root:root", "rwxr-xr-x");
    private static final Duration MOMENT = Duration.ofSeconds(20);
    private static final Duration INSTALL_DEADLINE = Duration.ofMinutes(3);
    // recovering the log of a large buffer pool
    private static final Duration RECOVER_DEADLINE = Duration.ofMinutes(30);

    Server {
        Objects.requireNonNull(system);
    }

    /** Writes what MariaDB and its surroundings are configured by. What changes takes effect at the next start; the variables are set at once elsewhere. */
    void configure(MysqlOrders orders) throws RoleException {
        requirePlain(orders.sstPassword());
        requirePlain(orders.monitorPassword());
        String address = system.address();
        system.write(Layout.SERVER_CONFIG, ServerConfig.server(orders, address), FOR_MYSQL);
        system.write(Layout.ROOT_CONFIG, ServerConfig.rootClient(), Access.ROOT_ONLY);
        system.write(Layout.MONITOR_CONFIG, ServerConfig.monitorClient(orders), FOR_MYSQL);
        system.write(Layout.PEERS, String.join("\n", orders.peers()) + "\n", Access.PUBLIC);
        system.write(Layout.START, ServerConfig.script("start.sh"), PROGRAM);
        system.write(Layout.FIND_POSITION, ServerConfig.script("position.sh"), PROGRAM);
        system.write(Layout.POUR, ServerConfig.script("pour.sh"), PROGRAM);
        system.write(Layout.HEALTH, ServerConfig.script("health.sh"), PROGRAM);
        boolean units = system.write(Layout.UNITS.resolve(Layout.SERVER_UNIT), ServerConfig.serverUnit(), Access.PUBLIC);
        units |= system.write(Layout.UNITS.resolve(Layout.HEALTH_SOCKET), ServerConfig.healthSocket(address), Access.PUBLIC);
        units |= system.write(Layout.UNITS.resolve(Layout.HEALTH_UNIT), ServerConfig.healthUnit(), Access.PUBLIC);
        if (units) {
            must(MOMENT, "systemctl", "daemon-reload");
        }
        must(MOMENT, "install", "-d", "-o", "mysql", "-g", "mysql", "-m", "0750", Layout.DUTY.resolveSibling("").toString());
        keepOutDebians();
    }

    /** Debian's own units take port 3306; the socket unit even when the service does not run. */
    private void keepOutDebians() throws RoleException {
        if (system.unit("mariadb.socket") != UnitState.INACTIVE || system.unit("mariadb.service") != UnitState.INACTIVE) {
            must(Duration.ofMinutes(2), "systemctl", "mask", "--now", "mariadb.socket", "mariadb.service");
        }
    }

    /** Passwords of these accounts stand in option files, where other characters would have a meaning. */
    private static void requirePlain(String password) throws RoleException {
        if (!password.matches("[A-Za-z0-9_.-]{8,128}")) {
            throw new RoleException("mysql-orders", "the passwords of the inner accounts are 8 to 128 letters, digits, _ . -");
        }
    }

    Optional<Duty> duty() throws RoleException {
        return system.read(Layout.DUTY).flatMap(Server::parsed);
    }

    private static Optional<Duty> parsed(String text) {
        try {
            return Optional.of(Duty.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    void take(Duty duty) throws RoleException {
        system.write(Layout.DUTY, duty + "\n", MYSQL_ONLY);
    }

    UnitState unit() throws RoleException {
        return system.unit(Layout.SERVER_UNIT);
    }

    boolean runs() throws RoleException {
        UnitState state = unit();
        return state == UnitState.ACTIVE || state == UnitState.ACTIVATING;
    }

    /** Makes sure that there is a data directory, empty but whole; half of one, left by a killed predecessor, does not count. */
    void install() throws RoleException {
        if (exists(Layout.GRASTATE.toString()) || exists(Layout.DATA + "/mysql")) {
            return;
        }
        system.remove(Layout.NEW_DATA);
        system.remove(Layout.DATA);
        must(
                INSTALL_DEADLINE,
                "mariadb-install-db",
                "--no-defaults",
                "--user=mysql",
                "--datadir=" + Layout.NEW_DATA,
                "--skip-test-db",
                "--auth-root-authentication-method=socket",
                "--innodb-log-file-size=48M");
        must(MOMENT, "mv", "--no-target-directory", Layout.NEW_DATA.toString(), Layout.DATA.toString());
    }

    /** A place for the data that another node will send. */
    void makeRoom() throws RoleException {
        must(MOMENT, "install", "-d", "-o", "mysql", "-g", "mysql", "-m", "0700", Layout.DATA.toString());
    }

    Grastate saved() throws RoleException {
        Optional<String> text = system.read(Layout.GRASTATE);
        if (text.isEmpty() || exists(Layout.DATA + "/sst_in_progress")) {
            return Grastate.NONE;
        }
        Grastate saved = Grastate.parse(text.get());
        Optional<String> found = saved.seqno() < 0 ? system.read(Layout.POSITION) : Optional.empty();
        return found.map(p -> saved.at(p.strip())).orElse(saved);
    }

    /** Finds out the position of a MariaDB that is down, and writes it down for {@link #saved()}. */
    void findPosition() throws RoleException {
        if (saved().seqno() >= 0) {
            return;
        }
        Result result = must(RECOVER_DEADLINE, "setpriv", "--reuid=mysql", "--regid=mysql", "--clear-groups", Layout.FIND_POSITION.toString());
        system.write(Layout.POSITION, result.stdout(), MYSQL_ONLY);
    }

    /** Starts without waiting for the end of a state transfer. */
    void start() throws RoleException {
        // fails for units that systemd has not read yet, which have nothing to reset
        Result _ = system.run(Command.of(MOMENT, "systemctl", "reset-failed", Layout.SERVER_UNIT, Layout.HEALTH_SOCKET));
        must(MOMENT, "systemctl", "start", "--no-block", Layout.SERVER_UNIT);
        system.startUnit(Layout.HEALTH_SOCKET);
    }

    /** Leaves the cluster in good order. */
    void stop() throws RoleException {
        // not by stopUnit, whose patience may be shorter than what a large buffer pool takes
        must(Duration.ofMinutes(16), "systemctl", "stop", Layout.SERVER_UNIT);
    }

    /** Last words of the server, for people. */
    String lastWords() throws RoleException {
        Result result = system.run(Command.of(
                MOMENT, "journalctl", "--unit=" + Layout.SERVER_UNIT, "--output=cat", "--no-pager", "--lines=40", "--grep=\\[ERROR\\]|refused"));
        return result.stdout().lines().filter(l -> !l.startsWith("--")).reduce((a, b) -> b).orElse("its journal says nothing");
    }

    private boolean exists(String path) throws RoleException {
        return system.run(Command.of(MOMENT, "test", "-e", path)).ok();
    }

    private Result must(Duration deadline, String... arguments) throws RoleException {
        Result result = system.run(Command.of(deadline, arguments));
        if (!result.ok()) {
            throw new RoleException("mysql-program", arguments[0] + " failed: " + Sql.error(result));
        }
        return result;
    }
}
