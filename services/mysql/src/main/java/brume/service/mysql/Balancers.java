package brume.service.mysql;

import brume.core.agent.RoleConfig;
import brume.core.service.NodePlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which load balancers should exist, and where they lead.
 *
 * @param entry the one that applications are told, when one serves
 * @param settled whether each leads where it should
 */
record Balancers(List<NodePlan> nodes, Optional<GlbNode> entry, boolean settled) {
    Balancers {
        nodes = List.copyOf(nodes);
        Objects.requireNonNull(entry);
    }

    /**
     * @param leavingNodes MariaDB nodes that shall leave
     * @param writer ordinal of the writer
     * @param added ordinals of balancers to make
     */
    static Balancers decide(Cluster cluster, Set<Integer> leavingNodes, int writer, Set<Integer> added) {
        Set<Integer> leaving = Leavers.balancers(cluster);
        boolean all = cluster.options().allWrite();
        List<GlbOrders.Server> servers = servers(cluster, leavingNodes, writer);
        Optional<GlbNode> entry = entry(cluster, leaving);
        List<NodePlan> plans = new ArrayList<>();
        boolean settled = added.isEmpty() && leaving.isEmpty();
        for (GlbNode node : cluster.balancers()) {
            boolean leaves = leaving.contains(node.ordinal());
            if (leaves && (node.facts().isEmpty() || node.facts().filter(GlbFacts::drained).isPresent())) {
                continue;
            }
            boolean isEntry = entry.filter(e -> e.ordinal() == node.ordinal()).isPresent();
            plans.add(plan(node.ordinal(), new GlbOrders(servers, all, isEntry, leaves)));
            settled &= node.reached() && node.serving() && leads(node, servers);
        }
        added.forEach(ordinal -> plans.add(plan(ordinal, new GlbOrders(servers, all, false, false))));
        return new Balancers(plans, entry, settled);
    }

    /** The writer first, then the others by ordinal. A node is named once it is synced, and stays named while it is a member: the balancer's own check sees whether it works. */
    private static List<GlbOrders.Server> servers(Cluster cluster, Set<Integer> leavingNodes, int writer) {
        return cluster.nodes().stream()
                .filter(n -> n.ordinal() == writer || !leavingNodes.contains(n.ordinal()))
                .filter(n -> n.serving() || named(cluster, n))
                .sorted(Comparator.comparing((DbNode n) -> n.ordinal() != writer).thenComparingInt(DbNode::ordinal))
                .flatMap(n -> n.address().stream().map(a -> new GlbOrders.Server(n.name(), a)))
                .toList();
    }

    private static boolean named(Cluster cluster, DbNode node) {
        return cluster.balancers().stream()
                .flatMap(b -> b.wanted().stream())
                .flatMap(o -> o.servers().stream())
                .anyMatch(s -> s.name().equals(node.name()));
    }

    private static boolean leads(GlbNode node, List<GlbOrders.Server> servers) {
        List<String> names = servers.stream().map(GlbOrders.Server::name).toList();
        return node.facts().filter(f -> f.servers().equals(names)).isPresent();
    }

    private static Optional<GlbNode> entry(Cluster cluster, Set<Integer> leaving) {
        Optional<GlbNode> able = cluster.balancers().stream()
                .filter(b -> !leaving.contains(b.ordinal()) && b.address().isPresent() && b.serving())
                .findFirst();
        Optional<GlbNode> present = cluster.balancers().stream().filter(GlbNode::markedEntry).findFirst();
        boolean stays = present.filter(b -> !leaving.contains(b.ordinal())).isPresent();
        if (stays && (able.isEmpty() || present.filter(GlbNode::serving).isPresent())) {
            return present;
        }
        return able;
    }

    private static NodePlan plan(int ordinal, GlbOrders orders) {
        return new NodePlan(ordinal, List.of(new RoleConfig(MysqlService.GLB_ROLE, Json.write(orders), List.of())), List.of());
    }
}
