package brume.service.mysql.node;

import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import brume.core.role.NodeSystem;
import brume.core.role.NodeSystem.Access;
import brume.core.role.NodeSystem.Command;
import brume.core.role.NodeSystem.Result;
import brume.core.role.NodeSystem.UnitState;
import brume.core.role.Role;
import brume.core.role.RoleException;
import brume.core.role.RoleLook;
import brume.service.mysql.GlbFacts;
import brume.service.mysql.GlbOrders;
import brume.service.mysql.Json;
import brume.service.mysql.MysqlService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A HAProxy in front of the MariaDB nodes. */
public final class GlbRole implements Role {
    private static final Path CONFIG = Path.of(GlbConfig.FOLDER, "haproxy.cfg");
    /** Names in the running configuration, one per line, in order. Beside it: a file that says that all connections are gone. */
    private static final Path SERVERS = Path.of("/run/brume-glb/servers");

    private static final Path DRAINED = Path.of("/run/brume-glb/drained");
    private static final Duration MOMENT = Duration.ofSeconds(10);
    // PHP holds a connection for one request; what lasts longer is cut off
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(10);
    private static final Duration CHECK_PATIENCE = Duration.ofSeconds(5);

    @Override
    public String name() {
        return MysqlService.GLB_ROLE;
    }

    @Override
    public List<String> journal() {
        return List.of(GlbConfig.UNIT);
    }

    @Override
    public RoleLook look(NodeSystem system) {
        try {
            UnitState unit = system.unit(GlbConfig.UNIT);
            if (unit != UnitState.ACTIVE) {
                return new RoleLook(RoleState.FAILED, "HAProxy does not run", new GlbFacts(List.of(), List.of(), false).toMap());
            }
            List<String> up = stats(system).stream().filter(s -> s.up).map(Stat::name).toList();
            List<String> servers = system.read(SERVERS).map(GlbRole::lines).orElse(List.of());
            GlbFacts facts = new GlbFacts(servers, servers.stream().filter(up::contains).toList(), system.read(DRAINED).isPresent());
            String text = facts.up().isEmpty() ? "no MariaDB node to lead to" : "leads to " + facts.up().getFirst();
            return new RoleLook(RoleState.RUNNING, text, facts.toMap());
        } catch (RoleException e) {
            return new RoleLook(RoleState.FAILED, e.text(), Map.of());
        }
    }

    private static List<String> lines(String text) {
        return text.lines().filter(l -> !l.isBlank()).toList();
    }

    @Override
    public void bring(RoleConfig config, NodeSystem system) throws RoleException {
        GlbOrders orders = Json.read(config.settings(), GlbOrders.class)
                .orElseThrow(() -> new RoleException("mysql-orders", "the settings are not those of a load balancer"));
        if (system.write(Layout.UNITS.resolve(GlbConfig.UNIT), GlbConfig.unit(), Access.PUBLIC)) {
            must(system, "systemctl", "daemon-reload");
        }
        boolean changed = system.write(CONFIG, GlbConfig.haproxy(orders, system.address()), Access.PUBLIC);
        List<String> names = orders.servers().stream().map(GlbOrders.Server::name).toList();
        if (system.unit(GlbConfig.UNIT) != UnitState.ACTIVE) {
            Result _ = system.run(Command.of(MOMENT, "systemctl", "reset-failed", GlbConfig.UNIT));
            system.startUnit(GlbConfig.UNIT);
        } else if (changed || system.read(SERVERS).map(GlbRole::lines).filter(names::equals).isEmpty()) {
            relieve(system, orders);
            system.reloadUnit(GlbConfig.UNIT);
        }
        system.write(SERVERS, String.join("\n", names) + "\n", Access.PUBLIC);
        if (orders.leaving()) {
            drain(system);
        } else {
            system.remove(DRAINED);
            awaitCheck(system, names);
        }
    }

    @Override
    public void stop(NodeSystem system) throws RoleException {
        system.stopUnit(GlbConfig.UNIT);
    }

    /** Lets the sessions end on every server that loses its place, then ends them; keeps what is known of the others' health for the new process. */
    private static void relieve(NodeSystem system, GlbOrders orders) throws RoleException {
        List<String> before = system.read(SERVERS).map(GlbRole::lines).orElse(List.of());
        List<String> names = orders.servers().stream().map(GlbOrders.Server::name).toList();
        boolean writerMoves = !orders.all() && !before.isEmpty() && !names.isEmpty() && !before.getFirst().equals(names.getFirst());
        List<Stat> losing = stats(system).stream()
                .filter(s -> s.sessions > 0)
                .filter(s -> !names.contains(s.name) || (writerMoves && s.name.equals(before.getFirst())))
                .toList();
        // on a server that does not work there is nothing to wait for
        List<Stat> working = losing.stream().filter(Stat::up).toList();
        for (Stat s : working) {
            List<String> _ = ask(system, "set server " + GlbConfig.PROXY + "/" + s.name + " state drain");
        }
        boolean _ = soon(system, () -> sessions(system, working) == 0, DRAIN_PATIENCE);
        for (Stat s : losing) {
            List<String> _ = ask(system, "shutdown sessions server " + GlbConfig.PROXY + "/" + s.name);
        }
        for (Stat s : working) {
            List<String> _ = ask(system, "set server " + GlbConfig.PROXY + "/" + s.name + " state ready");
        }
        system.write(Path.of(GlbConfig.STATE_FILE), String.join("\n", ask(system, "show servers state")) + "\n", Access.PUBLIC);
    }

    private static long sessions(NodeSystem system, List<Stat> of) throws RoleException {
        List<String> names = of.stream().map(Stat::name).toList();
        return stats(system).stream().filter(s -> names.contains(s.name)).mapToLong(Stat::sessions).sum();
    }

    /** Waits until nobody is connected; applications that were told another address are gone by then. */
    private static void drain(NodeSystem system) throws RoleException {
        boolean _ = soon(system, () -> stats(system).stream().mapToLong(Stat::sessions).sum() == 0, DRAIN_PATIENCE.multipliedBy(2));
        system.write(DRAINED, "", Access.PUBLIC);
    }

    /** So that the first report already says which servers work. */
    private static void awaitCheck(NodeSystem system, List<String> names) throws RoleException {
        if (!names.isEmpty()) {
            boolean _ = soon(system, () -> stats(system).stream().anyMatch(s -> s.up), CHECK_PATIENCE);
        }
    }

    private static boolean soon(NodeSystem system, NodeSystem.Probe probe, Duration patience) throws RoleException {
        try {
            system.await(probe, patience, "mysql-not-yet", "not yet");
            return true;
        } catch (RoleException e) {
            if (e.code().equals("mysql-not-yet")) {
                return false;
            }
            throw e;
        }
    }

    /** A server as HAProxy sees it. */
    record Stat(String name, boolean up, long sessions) {}

    private static List<Stat> stats(NodeSystem system) throws RoleException {
        return parse(ask(system, "show stat " + GlbConfig.PROXY + " 4 -1"));
    }

    /** Rows of {@code show stat}: CSV with a header line (HAProxy Management Guide 9.1). Fields 1, 4 and 17: svname, scur, status. */
    static List<Stat> parse(List<String> rows) {
        List<Stat> stats = new ArrayList<>();
        for (String row : rows) {
            String[] fields = row.split(",", -1);
            if (fields.length > 17 && !row.startsWith("#") && !fields[1].equals("FRONTEND") && !fields[1].equals("BACKEND")) {
                long sessions = fields[4].matches("[0-9]{1,9}") ? Long.parseLong(fields[4]) : 0;
                stats.add(new Stat(fields[1], fields[17].startsWith("UP"), sessions));
            }
        }
        return stats;
    }

    private static List<String> ask(NodeSystem system, String command) throws RoleException {
        Command socat = Command.of(MOMENT, "socat", "-t5", "STDIO", "UNIX-CONNECT:" + GlbConfig.ADMIN_SOCKET);
        return system.run(socat.withStdin(command + "\n")).stdout().lines().filter(l -> !l.isBlank()).toList();
    }

    private static void must(NodeSystem system, String... arguments) throws RoleException {
        Result result = system.run(Command.of(MOMENT, arguments));
        if (!result.ok()) {
            throw new RoleException("mysql-program", arguments[0] + " failed: " + Sql.error(result));
        }
    }
}
