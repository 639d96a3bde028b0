package brume.director.sim;

import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import brume.service.mysql.GlbFacts;
import brume.service.mysql.GlbOrders;
import brume.service.mysql.MysqlOrders;
import brume.service.mysql.MysqlService;
import brume.service.php.SessionSettings;
import brume.testkit.fake.FakeCloud;
import brume.testkit.sim.FakeAgent;
import brume.testkit.sim.RoleBehaviour;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the roles of simulated machines do: those of php and mysql as their planners expect it of the real ones, any other comes up at once. */
final class SimRoles implements RoleBehaviour {
    private static final String PHP = "php.";

    private final PhpPrograms php;
    private final Galera galera;

    SimRoles(FakeCloud cloud, InstantSource clock) {
        this.php = new PhpPrograms(cloud, clock);
        this.galera = new Galera(cloud, clock);
    }

    @Override
    public Result bring(RoleConfig role, FakeAgent agent) {
        if (role.role().startsWith(PHP) && !role.role().equals(SessionSettings.ROLE)) {
            return php.bring(role, agent);
        }
        return switch (role.role()) {
            case MysqlService.MYSQL_ROLE ->
                galera.bring(agent, brume.service.mysql.Json.read(role.settings(), MysqlOrders.class).orElseThrow());
            case MysqlService.GLB_ROLE -> balancer(brume.service.mysql.Json.read(role.settings(), GlbOrders.class).orElseThrow());
            default -> new Result(RoleState.RUNNING, Map.of());
        };
    }

    @Override
    public void end(String role, FakeAgent agent) {
        if (role.startsWith(PHP) && !role.equals(SessionSettings.ROLE)) {
            php.end(role, agent);
        } else if (role.equals(MysqlService.MYSQL_ROLE)) {
            galera.end(agent);
        }
    }

    private Result balancer(GlbOrders orders) {
        List<String> servers = orders.servers().stream().map(GlbOrders.Server::name).toList();
        List<String> up = orders.servers().stream().filter(s -> galera.serves(s.address())).map(GlbOrders.Server::name).toList();
        return new Result(RoleState.RUNNING, new GlbFacts(servers, up, true).toMap());
    }

    /** A write that a database acknowledged and that is lost, or two databases where one was wanted. */
    Optional<String> lostData() {
        return galera.broken();
    }

    /** Why a machine must not be removed yet: something that runs depends on it. */
    Optional<String> needed(FakeAgent agent) {
        return php.needed(agent).or(() -> galera.needed(agent));
    }
}
