package brume.service.mysql;

import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who leaves when there are more nodes than wanted. */
final class Leavers {
    private Leavers() {}

    /**
     * MariaDB nodes that shall leave: those that the user named; then, when there are too many, those already told so, then those outside the cluster, then by descending ordinal, the writer last. While nobody is in a primary component only
     * nodes without data leave, because any other may have the newest.
     */
    static Set<Integer> nodes(Cluster cluster) {
        long excess = Math.max(0, cluster.nodes().stream().filter(n -> !n.unwanted()).count() - cluster.wantedNodes());
        boolean primary = !cluster.primaries().isEmpty();
        Comparator<DbNode> order = Comparator.comparing((DbNode n) -> !n.markedLeaving())
                .thenComparing(cluster::inPrimary)
                .thenComparing(DbNode::markedWriter)
                .thenComparing(Comparator.comparingInt(DbNode::ordinal).reversed());
        Predicate<DbNode> eligible = n -> primary || n.fresh() || n.markedLeaving();
        Stream<DbNode> named = cluster.nodes().stream().filter(n -> n.unwanted() && eligible.test(n));
        Stream<DbNode> others = cluster.nodes().stream().filter(n -> !n.unwanted() && eligible.test(n)).sorted(order).limit(excess);
        return Stream.concat(named, others)
                .map(DbNode::ordinal)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Load balancers that shall leave: those that the user named, those already told so, then by descending ordinal, the entry last. */
    static Set<Integer> balancers(Cluster cluster) {
        long excess = Math.max(0, cluster.balancers().stream().filter(b -> !b.unwanted()).count() - cluster.wantedBalancers());
        Comparator<GlbNode> order = Comparator.comparing((GlbNode b) -> !b.markedLeaving())
                .thenComparing(GlbNode::markedEntry)
                .thenComparing(Comparator.comparingInt(GlbNode::ordinal).reversed());
        Stream<GlbNode> others = cluster.balancers().stream().filter(b -> !b.unwanted()).sorted(order).limit(excess);
        return Stream.concat(cluster.balancers().stream().filter(GlbNode::unwanted), others)
                .map(GlbNode::ordinal)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
