package brume.service.mysql;

import java.util.List;
import java.util.Objects;

/**
 * Settings of the node role {@code mysql.glb}.
 *
 * @param servers in the order of preference; the first is the writer, the others stand by
 * @param all whether connections go to all servers that work, instead of to the first one; see {@link MysqlOptions#allWrite()}
 * @param entry whether applications are told this balancer's address; planner's memory only
 * @param leaving take no new connections, wait for the present ones
 */
public record GlbOrders(List<Server> servers, boolean all, boolean entry, boolean leaving) {
    public GlbOrders {
        servers = List.copyOf(servers);
    }

    /** One MariaDB. {@code name} is that of {@link MysqlOrders#name()}. */
    public record Server(String name, String address) {
        public Server {
            Objects.requireNonNull(name);
            Objects.requireNonNull(address);
        }
    }
}
