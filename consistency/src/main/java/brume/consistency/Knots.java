package brume.consistency;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Strongly connected components of more than one transaction (Tarjan 1972), without recursion: chains are as long as histories. */
final class Knots {
    private static final class Visit {
        private final Transaction at;
        private final int index;
        private int low;
        private int edge;
        private boolean open = true;

        Visit(Transaction at, int index) {
            this.at = at;
            this.index = index;
            this.low = index;
        }
    }

    private final Graph graph;
    private final Map<Transaction, Visit> visits = new HashMap<>();
    private final Deque<Visit> open = new ArrayDeque<>();
    private final Map<Transaction, Integer> knots = new HashMap<>();

    private Knots(Graph graph) {
        this.graph = graph;
    }

    /** The number of its knot for every transaction that is in one. */
    static Map<Transaction, Integer> of(Graph graph) {
        Knots knots = new Knots(graph);
        for (Graph.Edge edge : graph.all()) {
            if (!knots.visits.containsKey(edge.from())) {
                knots.visit(edge.from());
            }
        }
        return knots.knots;
    }

    private void visit(Transaction start) {
        Deque<Visit> path = new ArrayDeque<>();
        path.push(enter(start));
        while (!path.isEmpty()) {
            Visit visit = path.element();
            List<Graph.Edge> edges = graph.from(visit.at);
            if (visit.edge < edges.size()) {
                Transaction to = edges.get(visit.edge++).to();
                Visit known = visits.get(to);
                if (known == null) {
                    path.push(enter(to));
                } else if (known.open) {
                    visit.low = Math.min(visit.low, known.index);
                }
            } else {
                path.pop();
                if (!path.isEmpty()) {
                    path.element().low = Math.min(path.element().low, visit.low);
                }
                if (visit.low == visit.index) {
                    close(visit);
                }
            }
        }
    }

    private Visit enter(Transaction transaction) {
        Visit visit = new Visit(transaction, visits.size());
        visits.put(transaction, visit);
        open.push(visit);
        return visit;
    }

    private void close(Visit root) {
        List<Transaction> members = new ArrayList<>();
        Visit visit;
        do {
            visit = Objects.requireNonNull(open.pop());
            visit.open = false;
            members.add(visit.at);
        } while (visit != root);
        if (members.size() > 1) {
            members.forEach(member -> knots.put(member, root.index));
        }
    }
}
