package brume.consistency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who depends on whom; see the package. */
final class Graph {
    /** How one transaction must come before another. */
    enum Link {
        /** The second wrote right after the first. */
        WW,
        /** The second read what the first had written last. */
        WR,
        /** The first read a state that the second then changed. */
        RW
    }

    /** @param because one sentence */
    record Edge(Transaction from, Transaction to, Link link, int key, String because) {}

    private final Map<Transaction, List<Edge>> edges = new HashMap<>();
    private final List<Edge> all = new ArrayList<>();

    Graph(Versions versions) {
        versions.keys().forEach(key -> writes(versions, key));
        versions.sights().forEach(sight -> reads(versions, sight));
    }

    List<Edge> from(Transaction transaction) {
        return edges.getOrDefault(transaction, List.of());
    }

    List<Edge> all() {
        return all;
    }

    private void writes(Versions versions, int key) {
        List<Integer> order = versions.order(key);
        for (int i = 1; i < order.size(); i++) {
            int before = order.get(i - 1);
            int after = order.get(i);
            versions.writer(key, before).ifPresent(one -> versions.writer(key, after)
                    .ifPresent(two -> add(
                            one, two, Link.WW, key, two.name() + " appended " + after + " to row " + key + " after " + one.name() + " had appended " + before + " (ww)")));
        }
    }

    private void reads(Versions versions, Versions.Sight sight) {
        Transaction reader = sight.reader();
        int key = sight.key();
        List<Integer> order = versions.order(key);
        int length = sight.values().size();
        if (length > order.size() || !order.subList(0, length).equals(sight.values())) {
            return; // it is reported as what it is, and has no place in the order
        }
        if (!sight.values().isEmpty()) {
            int seen = sight.values().getLast();
            versions.writer(key, seen).ifPresent(writer -> add(
                    writer, reader, Link.WR, key, reader.name() + " read " + seen + " in row " + key + ", which " + writer.name() + " had appended (wr)"));
        }
        if (length < order.size()) {
            int missed = order.get(length);
            boolean middle = length > 0 && versions.writer(key, missed).equals(versions.writer(key, order.get(length - 1)));
            versions.writer(key, missed).filter(writer -> !middle).ifPresent(writer -> add(
                    reader, writer, Link.RW, key, reader.name() + " read row " + key + " without " + missed + ", which " + writer.name() + " appended (rw)"));
        }
    }

    private void add(Transaction from, Transaction to, Link link, int key, String because) {
        if (!from.equals(to)) {
            Edge edge = new Edge(from, to, link, key, because);
            edges.computeIfAbsent(from, t -> new ArrayList<>()).add(edge);
            all.add(edge);
        }
    }
}
