package brume.service.mysql;

import brume.core.outcome.Reason;
import brume.core.service.Progress;
import brume.service.mysql.MysqlFacts.Running;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What to do when no node is in a primary component: wait, hold all, start the most advanced one. */
final class Recovery {
    // a component that lost its quorum in a short cut of the network finds together again within the failure detector's few seconds
    private static final Duration MERGE_PATIENCE = Duration.ofSeconds(10);

    private Recovery() {}

    static Duties decide(Cluster cluster) {
        List<DbNode> nodes = cluster.nodes();
        Optional<DbNode> alone = nodes.stream().filter(n -> n.duty().is(Duty.Kind.ALONE)).findFirst();
        if (alone.isPresent()) {
            return Duties.kept(cluster, aloneProgress(cluster, alone.get()));
        }
        List<DbNode> data = nodes.stream().filter(n -> !n.fresh()).toList();
        if (data.isEmpty()) {
            return cluster.uuid().isEmpty() ? with(cluster, Duty.ALONE, Set.of(nodes.getFirst().ordinal()), Optional.empty()) : lost(cluster);
        }
        if (data.size() == 1) {
            return with(cluster, Duty.ALONE, ordinals(data), Optional.empty());
        }
        return round(cluster, data);
    }

    private static Duties round(Cluster cluster, List<DbNode> data) {
        int round = cluster.round();
        Optional<DbNode> starter = data.stream().filter(n -> n.duty().is(Duty.Kind.BOOTSTRAP)).findFirst();
        if (starter.isPresent()) {
            DbNode node = starter.get();
            if (node.rests(Duty.spent(node.duty().round())) || spentAndLost(cluster, node)) {
                return held(cluster, data, round + 1, "node " + node.ordinal() + " did not keep the cluster up (" + node.detail() + ")");
            }
            return kept(cluster, "node " + node.ordinal() + " starts the cluster: " + node.detail());
        }
        if (round > 0 && data.stream().allMatch(n -> n.duty().equals(Duty.hold(round)))) {
            return answered(cluster, data, round);
        }
        return begin(cluster, data, round);
    }

    /** All are held under this round; the decision needs every answer. */
    private static Duties answered(Cluster cluster, List<DbNode> data, int round) {
        List<DbNode> missing = data.stream().filter(n -> !n.rests(Duty.hold(round))).toList();
        if (!missing.isEmpty()) {
            return kept(cluster, "no node is in a working cluster; waits for the position of " + detailed(missing) + " to choose the most advanced one (remove a node that is lost for good)");
        }
        Set<String> histories = data.stream()
                .flatMap(n -> n.facts().stream())
                .map(MysqlFacts::cluster)
                .filter(u -> !u.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        if (histories.isEmpty()) {
            return cluster.uuid().isEmpty() ? start(cluster, data.getFirst(), round) : lost(cluster);
        }
        if (cluster.uuid().isEmpty() && histories.size() > 1) {
            return Duties.kept(cluster, stuck(
                    "mysql-clusters-differ",
                    "the nodes have histories that have nothing to do with each other (" + String.join(", ", histories) + "); remove the nodes whose data is not wanted"));
        }
        String history = cluster.uuid().isEmpty() ? histories.iterator().next() : cluster.uuid();
        Optional<DbNode> best = data.stream()
                .filter(n -> n.facts().filter(f -> f.cluster().equals(history) && f.seqno() >= 0).isPresent())
                .max(Comparator.comparingLong((DbNode n) -> n.facts().map(MysqlFacts::seqno).orElse(-1L))
                        .thenComparing(n -> n.facts().filter(MysqlFacts::safe).isPresent())
                        .thenComparing(Comparator.comparingInt(DbNode::ordinal).reversed()));
        return best.map(node -> start(cluster, node, round)).orElseGet(() -> lost(cluster));
    }

    private static Duties start(Cluster cluster, DbNode node, int round) {
        long position = node.facts().map(MysqlFacts::seqno).orElse(-1L);
        return with(cluster, Duty.bootstrap(round), Set.of(node.ordinal()), Optional.of(new Progress.Moving("node " + node.ordinal() + " has the newest data (position " + position + ") and starts the cluster")));
    }

    /** Some still run or may start: when all of them say that nobody is primary, all are held. */
    private static Duties begin(Cluster cluster, List<DbNode> data, int round) {
        List<DbNode> missing = data.stream().filter(n -> n.facts().isEmpty()).toList();
        if (!missing.isEmpty()) {
            return kept(cluster, "no node is in a working cluster; waits for " + names(missing) + " to report (remove a node that is lost for good)");
        }
        List<DbNode> starting = data.stream().filter(n -> n.facts().filter(f -> f.running() == Running.STARTING).isPresent()).toList();
        if (!starting.isEmpty()) {
            return kept(cluster, "waits for " + names(starting) + " to start");
        }
        List<DbNode> merging = data.stream().filter(n -> n.facts().filter(f -> f.running() == Running.YES).isPresent()).filter(n -> !patienceOver(cluster, n)).toList();
        if (!merging.isEmpty()) {
            return kept(cluster, "no node is in a working cluster; gives " + names(merging) + " " + MERGE_PATIENCE.toSeconds() + " s to find the others again");
        }
        return held(cluster, data, round + 1, "no node is in a working cluster");
    }

    private static boolean spentAndLost(Cluster cluster, DbNode node) {
        return node.facts().filter(f -> f.has(Duty.Kind.SPENT) && f.running() == Running.YES).isPresent() && patienceOver(cluster, node);
    }

    private static boolean patienceOver(Cluster cluster, DbNode node) {
        return node.facts()
                .flatMap(MysqlFacts::lostSince)
                .filter(since -> !since.plus(MERGE_PATIENCE).isAfter(cluster.now()))
                .isPresent();
    }

    private static Duties held(Cluster cluster, List<DbNode> data, int round, String why) {
        return with(cluster, Duty.hold(round), ordinals(data), Optional.of(new Progress.Moving(why + "; all nodes stop and tell their positions (round " + round + ")")));
    }

    private static Optional<Progress> aloneProgress(Cluster cluster, DbNode node) {
        boolean empty = node.facts().filter(f -> f.has(Duty.Kind.ALONE) && !f.data() && f.running() == Running.NO).isPresent();
        if (empty && !cluster.uuid().isEmpty()) {
            return lost(cluster).progress();
        }
        if (node.failed()) {
            return stuck(node.fault(), "node " + node.ordinal() + " does not start: " + node.detail());
        }
        return Optional.of(new Progress.Moving("waits for node " + node.ordinal() + " to start: " + node.detail()));
    }

    private static Duties lost(Cluster cluster) {
        return Duties.kept(cluster, stuck(
                "mysql-data-lost",
                "no node has the data of cluster " + cluster.uuid() + " any more; bring a volume back, or set `forget` to that UUID to start again with an empty database"));
    }

    private static Duties kept(Cluster cluster, String text) {
        return Duties.kept(cluster, Optional.of(new Progress.Moving(text)));
    }

    private static Optional<Progress> stuck(String code, String text) {
        return Optional.of(new Progress.Stuck(new Reason(code, text)));
    }

    /** The given nodes get a duty, the others keep theirs. */
    private static Duties with(Cluster cluster, Duty duty, Set<Integer> ordinals, Optional<Progress> progress) {
        SortedMap<Integer, Duty> duties = new TreeMap<>();
        cluster.nodes().forEach(n -> duties.put(n.ordinal(), ordinals.contains(n.ordinal()) ? duty : n.duty()));
        return new Duties(duties, progress);
    }

    private static Set<Integer> ordinals(List<DbNode> nodes) {
        return nodes.stream().map(DbNode::ordinal).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String detailed(List<DbNode> nodes) {
        return names(nodes) + nodes.stream().filter(DbNode::failed).map(n -> " (node " + n.ordinal() + ": " + n.detail() + ")").collect(Collectors.joining());
    }

    private static String names(List<DbNode> nodes) {
        String list = nodes.stream().map(n -> String.valueOf(n.ordinal())).collect(Collectors.joining(", "));
        return (nodes.size() == 1 ? "node " : "nodes ") + list;
    }
}
