package brume.service.mysql;

import brume.core.service.ServiceView;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The service as the planner sees it.
 *
 * @param nodes MariaDB nodes by ordinal
 * @param balancers by ordinal
 * @param uuid of the cluster that has served, empty before the first time; see {@link MysqlOrders#cluster()}
 */
record Cluster(List<DbNode> nodes, List<GlbNode> balancers, MysqlOptions options, String uuid, int wantedNodes, int wantedBalancers, Instant now) {
    Cluster {
        nodes = List.copyOf(nodes);
        balancers = List.copyOf(balancers);
        Objects.requireNonNull(options);
        Objects.requireNonNull(uuid);
        Objects.requireNonNull(now);
    }

    static Cluster of(ServiceView view) {
        List<DbNode> nodes = view.members().stream().flatMap(m -> DbNode.of(m).stream()).toList();
        List<GlbNode> balancers =
                view.members().stream().flatMap(m -> GlbNode.of(m).stream()).toList();
        MysqlOptions options = MysqlOptions.of(view.settings());
        return new Cluster(
                nodes,
                balancers,
                options,
                uuid(nodes, options.forget()),
                Math.max(1, view.counts().getOrDefault(MysqlService.MYSQL, 1)),
                view.counts().getOrDefault(MysqlService.GLB, 0),
                view.now());
    }

    /** How many MariaDB nodes have to be made. */
    int missingNodes() {
        return Math.max(0, wantedNodes - (int) nodes.stream().filter(n -> !n.unwanted()).count());
    }

    /** How many load balancers have to be made. */
    int missingBalancers() {
        return Math.max(0, wantedBalancers - (int) balancers.stream().filter(b -> !b.unwanted()).count());
    }

    private static String uuid(List<DbNode> nodes, String forget) {
        Optional<String> known = nodes.stream()
                .flatMap(n -> n.wanted().stream())
                .map(MysqlOrders::cluster)
                .filter(u -> !u.isEmpty() && !u.equals(forget))
                .findFirst();
        return known.or(() -> nodes.stream()
                        .filter(DbNode::serving)
                        .flatMap(n -> n.facts().stream())
                        .map(MysqlFacts::cluster)
                        .findFirst())
                .orElse("");
    }

    /** Number of the last recovery round; a number is never used again, so that no late report answers a question that it was not asked. */
    int round() {
        return nodes.stream().flatMap(n -> n.wanted().stream()).mapToInt(MysqlOrders::round).max().orElse(0);
    }

    List<DbNode> primaries() {
        return nodes.stream().filter(DbNode::primary).toList();
    }

    /** Whether a node is in the primary component, by its own word or by that of another. */
    boolean inPrimary(DbNode node) {
        return node.primary()
                || node.address()
                        .filter(a -> primaries().stream()
                                .flatMap(n -> n.facts().stream())
                                .anyMatch(f -> f.view().contains(a)))
                        .isPresent();
    }

    /** The {@code count} lowest ordinals that no living node has. */
    Set<Integer> freeOrdinals(int count, Set<Integer> taken) {
        Set<Integer> used = new TreeSet<>(taken);
        nodes.forEach(n -> used.add(n.ordinal()));
        balancers.forEach(b -> used.add(b.ordinal()));
        Set<Integer> free = new TreeSet<>();
        for (int ordinal = 1; free.size() < count; ordinal++) {
            if (!used.contains(ordinal)) {
                free.add(ordinal);
            }
        }
        return free;
    }
}
