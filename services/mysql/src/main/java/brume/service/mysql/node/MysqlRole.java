package brume.service.mysql.node;

import brume.core.agent.ContentRef;
import brume.core.agent.RoleConfig;
import brume.core.role.NodeSystem;
import brume.core.role.NodeSystem.Command;
import brume.core.role.NodeSystem.UnitState;
import brume.core.role.Role;
import brume.core.role.RoleException;
import brume.core.role.RoleLook;
import brume.service.mysql.Duty;
import brume.service.mysql.Json;
import brume.service.mysql.MysqlOrders;
import brume.service.mysql.MysqlService;
import brume.service.mysql.ServerVariables;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A MariaDB with Galera. Not thread-safe, as roles need not be. */
public final class MysqlRole implements Role {
    // While an act lasts nobody looks and the planner knows nothing, so it ends after this; the looks tell of the rest.
    private static final Duration SYNC_PATIENCE = Duration.ofSeconds(30);
    private static final Duration MERGE_PATIENCE = Duration.ofSeconds(5);
    // applications learn the new address within seconds
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(20);

    private static final Duration ASK_DEADLINE = Duration.ofSeconds(4);

    private final MysqlLooks looks = new MysqlLooks();

    @Override
    public String name() {
        return MysqlService.MYSQL_ROLE;
    }

    @Override
    public List<String> journal() {
        return List.of(Layout.SERVER_UNIT, Layout.HEALTH_UNIT, Layout.HEALTH_SOCKET);
    }

    @Override
    public RoleLook look(NodeSystem system) {
        return looks.look(system);
    }

    @Override
    public void bring(RoleConfig config, NodeSystem system) throws RoleException {
        MysqlOrders orders = Json.read(config.settings(), MysqlOrders.class)
                .orElseThrow(() -> new RoleException("mysql-orders", "the settings are not those of a MariaDB node"));
        Server server = new Server(system);
        server.configure(orders);
        Duty duty = orders.wanted();
        switch (duty.kind()) {
            case ALONE -> alone(server, orders);
            case MEMBER -> member(server, orders);
            case HOLD -> hold(server, duty);
            case BOOTSTRAP -> bootstrap(server, orders, duty);
            case LEAVE -> leave(server, orders);
            case SPENT -> throw new RoleException("mysql-orders", "nobody can be told to have spent a round");
        }
        boolean serves = !duty.is(Duty.Kind.HOLD) && !duty.is(Duty.Kind.LEAVE) && Status.of(system).works();
        if (serves) {
            serve(system, orders, config.content());
        }
        looks.brought(serves);
    }

    @Override
    public void stop(NodeSystem system) throws RoleException {
        system.stopUnit(Layout.HEALTH_SOCKET);
        new Server(system).stop();
    }

    private static void alone(Server server, MysqlOrders orders) throws RoleException {
        requireData(server, orders);
        server.take(Duty.ALONE);
        if (!server.runs()) {
            server.install();
            server.start();
        } else if (server.unit() == UnitState.ACTIVE && !primarySoon(server)) {
            // the others are gone for good, or this would not be the only one with data
            new Provider(server.system()).bootstrap();
        }
        awaitSynced(server);
    }

    private static boolean primarySoon(Server server) throws RoleException {
        return soon(server.system(), () -> Status.of(server.system()).primary(), MERGE_PATIENCE);
    }

    private static void member(Server server, MysqlOrders orders) throws RoleException {
        server.take(Duty.MEMBER);
        if (server.unit() == UnitState.ACTIVE && strays(server, orders)) {
            server.stop();
        }
        if (!server.runs()) {
            server.makeRoom();
            server.start();
        }
        awaitSynced(server);
    }

    /** Runs outside the working cluster that the others are in, and does not find back. */
    private static boolean strays(Server server, MysqlOrders orders) throws RoleException {
        NodeSystem system = server.system();
        if (primarySoon(server) || !Status.of(system).outside()) {
            return false;
        }
        for (String peer : orders.peers()) {
            String url = "http://" + peer + ":" + Layout.HEALTH_PORT + "/";
            Command ask = Command.of(ASK_DEADLINE, "curl", "--silent", "--max-time", "2", url);
            if (system.run(ask).stdout().startsWith("primary")) {
                return true;
            }
        }
        return false;
    }

    private static void hold(Server server, Duty duty) throws RoleException {
        if (server.runs() && Status.of(server.system()).primary()) {
            return; // it has found the others meanwhile: that is better than what was ordered
        }
        if (server.duty().equals(Optional.of(duty)) && !server.runs()) {
            return;
        }
        // a duty of round 0 forbids to start and answers no round
        server.take(Duty.FRESH);
        server.stop();
        server.findPosition();
        server.take(duty);
    }

    private static void bootstrap(Server server, MysqlOrders orders, Duty duty) throws RoleException {
        if (!server.runs()) {
            if (server.duty().equals(Optional.of(Duty.spent(duty.round())))) {
                throw new RoleException("mysql-round-spent", "the start of round " + duty.round() + " has been used up and the server does not run: " + server.lastWords());
            }
            requireData(server, orders);
            server.install();
            server.take(duty);
            server.start();
        }
        awaitSynced(server);
    }

    private static void leave(Server server, MysqlOrders orders) throws RoleException {
        NodeSystem system = server.system();
        if (server.runs() && Status.of(system).synced()) {
            String query = "SELECT COUNT(*) FROM information_schema.processlist WHERE user = " + Sql.literal(orders.user()) + ";\n";
            // what holds a connection after that is cut off
            boolean _ = soon(system, () -> new Sql(system).look(query).equals(List.of("0")), DRAIN_PATIENCE);
        }
        server.stop();
        server.take(Duty.LEAVE);
    }

    /** An empty server must not take the place of a cluster that has served. */
    private static void requireData(Server server, MysqlOrders orders) throws RoleException {
        if (!orders.cluster().isEmpty() && !server.runs() && server.saved().uuid().isEmpty()) {
            server.take(orders.wanted());
            throw new RoleException("mysql-data-missing", "the volume does not hold the data of cluster " + orders.cluster());
        }
    }

    private static void awaitSynced(Server server) throws RoleException {
        NodeSystem system = server.system();
        boolean _ = soon(
                system,
                () -> {
                    UnitState state = server.unit();
                    if (state == UnitState.FAILED || state == UnitState.INACTIVE) {
                        throw new RoleException("mysql-start", "MariaDB does not stay up: " + server.lastWords());
                    }
                    Status status = Status.of(system);
                    // one that runs outside a primary component may stay there for long
                    return status.works() || (state == UnitState.ACTIVE && status.outside());
                },
                SYNC_PATIENCE);
    }

    /** Whether it holds within the patience. */
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

    /** What a server in sync still needs to serve by its orders. */
    private static void serve(NodeSystem system, MysqlOrders orders, List<ContentRef> content) throws RoleException {
        system.startUnit(Layout.HEALTH_SOCKET);
        setVariables(system, orders);
        if (orders.writer()) {
            new Birth(system, orders, content).bring();
            new Load(system, orders, content).bring();
        }
    }

    private static void setVariables(NodeSystem system, MysqlOrders orders) throws RoleException {
        Map<String, String> wanted = ServerConfig.variables(orders);
        StringBuilder text = new StringBuilder();
        for (String name : ServerVariables.names()) {
            String value = Optional.ofNullable(wanted.get(name)).map(MysqlRole::expression).orElse("DEFAULT");
            text.append("SET GLOBAL ").append(name).append(" = ").append(value).append(";\n");
        }
        new Sql(system).run(text.toString());
    }

    /** In an option file {@code 64M} is a number, in SQL it is not. */
    private static String expression(String value) {
        if (value.matches("[0-9]+[KMG]")) {
            long number = Long.parseLong(value.substring(0, value.length() - 1));
            return String.valueOf(number << switch (value.charAt(value.length() - 1)) {
                case 'K' -> 10;
                case 'M' -> 20;
                default -> 30;
            });
        }
        return value.matches("[0-9]+(\\.[0-9]+)?") ? value : Sql.literal(value);
    }
}
