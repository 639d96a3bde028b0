package brume.service.mysql;

import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Who leaves when there are more nodes than wanted. */
final class Leavers {
    private Leavers() {}

    /**
     * MariaDB nodes that shall leave: those already told so, then those outside the cluster, then by descending ordinal, the writer last. While nobody is in a primary component only
     * nodes without data leave, because any other may have the newest.
     */
    static Set<Integer> nodes(Cluster cluster) {
        int excess = cluster.nodes().size() - cluster.wantedNodes();
        if (excess <= 0) {
            return Set.of();
        }
        boolean primary = !cluster.primaries().isEmpty();
        Comparator<DbNode> order = Comparator.comparing((DbNode n) -> !n.markedLeaving())
                .thenComparing(cluster::inPrimary)
                .thenComparing(DbNode::markedWriter)
                .thenComparing(Comparator.comparingInt(DbNode::ordinal).reversed());
        Predicate<DbNode> eligible = n -> primary || n.fresh() || n.markedLeaving();
        return cluster.nodes().stream()
                .filter(eligible)
                .sorted(order)
                .limit(excess)
                .map(DbNode::ordinal)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Load balancers that shall leave: those already told so, then by descending ordinal, the entry last. */
    static Set<Integer> balancers(Cluster cluster) {
        int excess = cluster.balancers().size() - cluster.wantedBalancers();
        Comparator<GlbNode> order = Comparator.comparing((GlbNode b) -> !b.markedLeaving())
                .thenComparing(GlbNode::markedEntry)
                .thenComparing(Comparator.comparingInt(GlbNode::ordinal).reversed());
        return cluster.balancers().stream()
                .sorted(order)
                .limit(Math.max(0, excess))
                .map(GlbNode::ordinal)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
