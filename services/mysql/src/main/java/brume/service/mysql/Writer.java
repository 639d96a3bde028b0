package brume.service.mysql;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which MariaDB node takes the writes. One does, so that two transactions on different nodes never collide; it changes only when it must. */
final class Writer {
    private Writer() {}

    /** Ordinal of the writer: one of {@code staying}, the nodes that shall exist and do not leave, or one that leaves as long as no other can take over. */
    static int choose(Cluster cluster, Set<Integer> leaving, Set<Integer> staying) {
        List<DbNode> able = cluster.nodes().stream()
                .filter(n -> !leaving.contains(n.ordinal()) && n.synced())
                .sorted(Comparator.comparing((DbNode n) -> !n.serving()).thenComparingInt(DbNode::ordinal))
                .toList();
        Optional<DbNode> present = cluster.nodes().stream().filter(DbNode::markedWriter).findFirst();
        if (present.isPresent()) {
            boolean stays = staying.contains(present.get().ordinal()) && cluster.inPrimary(present.get());
            if (stays || able.isEmpty()) {
                return present.get().ordinal();
            }
        }
        return able.stream().findFirst().map(DbNode::ordinal).orElseGet(() -> staying.stream().min(Comparator.naturalOrder()).orElse(1));
    }
}
