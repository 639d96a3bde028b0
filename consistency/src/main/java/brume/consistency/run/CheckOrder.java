package brume.consistency.run;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What is to be checked, and how much.
 *
 * @param endpoints where connections go, in turn; one for a load balancer, several for every node by itself
 * @param nodes all nodes, each asked at the end what it has; may be empty when they cannot be reached one by one
 * @param mark 12 hexadecimal digits of this check's own, for the name of its database
 * @param length how long the workloads run; preparing and the last look come on top
 * @param rate transactions a second over all connections; 0 for as many as there can be
 */
public record CheckOrder(
        List<Endpoint> endpoints, List<Endpoint> nodes, String mark, String user, String password, Isolation isolation, Duration length, int connections, int rate, long seed) {
    /** Fewer would leave a workload without anybody to meet. */
    public static final int CONNECTIONS_MIN = 8;

    /** Half of the connections that a server takes by default with Brume. */
    public static final int CONNECTIONS_MAX = 100;

    /** All that happens is kept in memory until it is judged. */
    public static final Duration LENGTH_MAX = Duration.ofMinutes(10);

    public static final int RATE_MAX = 20_000;

    /** Where a server or load balancer listens. */
    public record Endpoint(String host, int port) {
        public Endpoint {
            Objects.requireNonNull(host);
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** As it is asked for in SQL. */
    public enum Isolation {
        REPEATABLE_READ("REPEATABLE READ"),
        SERIALIZABLE("SERIALIZABLE");

        private final String sql;

        Isolation(String sql) {
            this.sql = sql;
        }

        /** After {@code SET TRANSACTION ISOLATION LEVEL}. */
        public String sql() {
            return sql;
        }
    }

    public CheckOrder {
        endpoints = List.copyOf(endpoints);
        nodes = List.copyOf(nodes);
        Objects.requireNonNull(mark);
        Objects.requireNonNull(user);
        Objects.requireNonNull(password);
        Objects.requireNonNull(isolation);
        if (endpoints.isEmpty() || connections < CONNECTIONS_MIN || connections > CONNECTIONS_MAX || length.compareTo(LENGTH_MAX) > 0 || !length.isPositive()
                || rate < 0 || rate > RATE_MAX) {
            throw new IllegalArgumentException("a check within its limits");
        }
    }

    /** The name of the database that it makes. */
    String database() {
        return Premises.PREFIX + mark;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "CheckOrder[" + mark + " at " + endpoints + "]";
    }
}
