package brume.service.mysql;

import brume.core.outcome.Reason;
import brume.core.service.Progress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who may do what about the cluster.
 *
 * @param of duty of every MariaDB node that should exist, by ordinal
 * @param progress what keeps the cluster from its purpose, when something does
 */
record Duties(SortedMap<Integer, Duty> of, Optional<Progress> progress) {
    Duties {
        of = new TreeMap<>(of);
        Objects.requireNonNull(progress);
    }

    /**
     * @param leaving nodes that shall leave
     * @param added ordinals of nodes to make
     */
    static Duties decide(Cluster cluster, Set<Integer> leaving, Set<Integer> added) {
        if (cluster.nodes().isEmpty()) {
            return newborn(added);
        }
        List<DbNode> primaries = cluster.primaries();
        Duties duties = primaries.isEmpty() ? Recovery.decide(cluster) : together(cluster, leaving, added, primaries);
        SortedMap<Integer, Duty> all = new TreeMap<>(duties.of);
        added.forEach(ordinal -> all.put(ordinal, Duty.FRESH));
        if (primaries.isEmpty()) {
            // fresh nodes leave at any time: there is nothing on them
            cluster.nodes().stream().filter(n -> n.fresh() && leaving.contains(n.ordinal())).forEach(n -> all.remove(n.ordinal()));
        }
        return new Duties(all, duties.progress);
    }

    /** Duty of a node; that of a fresh one when it need not exist. */
    Duty of(int ordinal) {
        return of.getOrDefault(ordinal, Duty.FRESH);
    }

    /** Highest round among the duties. */
    int round() {
        return of.values().stream().mapToInt(Duty::round).max().orElse(0);
    }

    /** No node exists: the first one starts alone, the others wait for it. */
    private static Duties newborn(Set<Integer> added) {
        SortedMap<Integer, Duty> duties = new TreeMap<>();
        added.forEach(ordinal -> duties.put(ordinal, duties.isEmpty() ? Duty.ALONE : Duty.FRESH));
        return new Duties(duties, Optional.empty());
    }

    /** Somebody is in a primary component: others join it one by one, leavers leave it one by one. */
    private static Duties together(Cluster cluster, Set<Integer> leaving, Set<Integer> added, List<DbNode> primaries) {
        Optional<Progress> fault = differing(cluster, primaries);
        if (fault.isPresent()) {
            return kept(cluster, fault);
        }
        Set<Integer> gone = gone(cluster, leaving);
        List<DbNode> left = cluster.nodes().stream().filter(n -> !gone.contains(n.ordinal())).toList();
        SortedMap<Integer, Duty> duties = new TreeMap<>();
        if (left.size() == 1 && added.isEmpty()) {
            duties.put(left.getFirst().ordinal(), Duty.ALONE);
            return new Duties(duties, Optional.empty());
        }
        Optional<DbNode> leaver = nextLeaver(cluster, left, leaving);
        Optional<DbNode> joiner = nextJoiner(left, leaving);
        for (DbNode node : left) {
            duties.put(node.ordinal(), duty(node, leaver.equals(Optional.of(node)), joiner.equals(Optional.of(node))));
        }
        return new Duties(duties, Optional.empty());
    }

    private static Duty duty(DbNode node, boolean leaves, boolean joins) {
        if (leaves) {
            return Duty.LEAVE;
        }
        if (joins || node.primary() || node.duty().is(Duty.Kind.ALONE)) {
            return Duty.MEMBER;
        }
        return node.duty();
    }

    /** Leavers that need not exist any longer: they have no data, or have stopped, or are lost, while one that stays has everything. */
    private static Set<Integer> gone(Cluster cluster, Set<Integer> leaving) {
        boolean kept = cluster.nodes().stream().anyMatch(n -> !leaving.contains(n.ordinal()) && n.synced());
        Set<Integer> gone = new TreeSet<>();
        for (DbNode node : cluster.nodes()) {
            boolean lost = node.facts().isEmpty() && node.markedLeaving();
            if (leaving.contains(node.ordinal()) && (node.fresh() || (kept && (lost || node.rests(Duty.LEAVE))))) {
                gone.add(node.ordinal());
            }
        }
        return gone;
    }

    /** One at a time, so that each leave settles before the next; and only when no balancer leads to it. */
    private static Optional<DbNode> nextLeaver(Cluster cluster, List<DbNode> left, Set<Integer> leaving) {
        List<DbNode> leavers = left.stream().filter(n -> leaving.contains(n.ordinal())).toList();
        Optional<DbNode> already = leavers.stream().filter(n -> n.duty().equals(Duty.LEAVE)).findFirst();
        boolean kept = left.stream().anyMatch(n -> !leaving.contains(n.ordinal()) && n.serving());
        if (already.isPresent()) {
            return already;
        }
        return leavers.reversed().stream()
                .filter(n -> kept && n.markedLeaving() && !n.markedWriter())
                .filter(n -> cluster.balancers().stream().noneMatch(b -> b.leadsTo(n.name())))
                .findFirst();
    }

    /** One at a time, because one donor serves one joiner; and only into a cluster of which no node would start by itself. */
    private static Optional<DbNode> nextJoiner(List<DbNode> left, Set<Integer> leaving) {
        boolean donor = left.stream()
                .filter(n -> n.synced() && n.serving() && !n.duty().equals(Duty.LEAVE))
                .anyMatch(n -> n.facts().filter(f -> f.has(Duty.Kind.MEMBER)).isPresent());
        boolean busy = left.stream()
                .anyMatch(n -> n.duty().is(Duty.Kind.MEMBER) && n.facts().isPresent() && !n.synced() && !n.failed());
        if (!donor || busy) {
            return Optional.empty();
        }
        return left.stream()
                .filter(n -> !leaving.contains(n.ordinal()) && n.facts().isPresent())
                .filter(n -> !n.duty().is(Duty.Kind.MEMBER) && !n.primary())
                .findFirst();
    }

    private static Optional<Progress> differing(Cluster cluster, List<DbNode> primaries) {
        Set<String> uuids = new TreeSet<>();
        primaries.stream().flatMap(n -> n.facts().stream()).map(MysqlFacts::cluster).forEach(uuids::add);
        if (!cluster.uuid().isEmpty()) {
            uuids.add(cluster.uuid());
        }
        if (uuids.size() <= 1) {
            return Optional.empty();
        }
        return Optional.of(new Progress.Stuck(new Reason(
                "mysql-clusters-differ",
                "the nodes serve histories that have nothing to do with each other (" + String.join(", ", uuids)
                        + "); remove the nodes whose data is not wanted")));
    }

    /** Everything stays as it was ordered. */
    static Duties kept(Cluster cluster, Optional<Progress> progress) {
        SortedMap<Integer, Duty> duties = new TreeMap<>();
        cluster.nodes().forEach(n -> duties.put(n.ordinal(), n.duty()));
        return new Duties(duties, progress);
    }
}
