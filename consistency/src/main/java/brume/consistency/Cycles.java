package brume.consistency;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Chains that lead back to their beginning. */
final class Cycles {
    /** Of each kind; more tell nothing new, and looking for them takes time. */
    static final int ANOMALIES_MAX = 100;

    /** Edges that one search for a way back looks at. */
    private static final int SEARCH_MAX = 20_000;

    private final Graph graph;
    private final Map<Transaction, Integer> knots;
    private final Set<Set<Transaction>> found = new HashSet<>();
    private final List<Anomaly> anomalies = new ArrayList<>();

    private Cycles(Graph graph) {
        this.graph = graph;
        this.knots = Knots.of(graph);
    }

    static List<Anomaly> anomalies(Versions versions) {
        Cycles cycles = new Cycles(new Graph(versions));
        List<Graph.Edge> inside = cycles.graph.all().stream().filter(cycles::inside).toList();
        cycles.search(AnomalyKind.DIRTY_WRITE, inside, Graph.Link.WW, EnumSet.of(Graph.Link.WW));
        cycles.search(AnomalyKind.CIRCULAR_FLOW, inside, Graph.Link.WR, EnumSet.of(Graph.Link.WW, Graph.Link.WR));
        cycles.lostUpdates(versions, inside);
        cycles.search(AnomalyKind.READ_SKEW, inside, Graph.Link.RW, EnumSet.of(Graph.Link.WW, Graph.Link.WR));
        cycles.search(AnomalyKind.WRITE_SKEW, inside, Graph.Link.RW, EnumSet.allOf(Graph.Link.class));
        return cycles.anomalies;
    }

    /** Both ends in one knot: only there a way back exists. */
    private boolean inside(Graph.Edge edge) {
        Integer from = knots.get(edge.from());
        return from != null && from.equals(knots.get(edge.to()));
    }

    /** One that read a row and appended to it, with another's append between. */
    private void lostUpdates(Versions versions, List<Graph.Edge> inside) {
        int count = 0;
        for (Graph.Edge missed : inside) {
            if (missed.link() != Graph.Link.RW || !missed.from().appended().contains(missed.key()) || count >= ANOMALIES_MAX) {
                continue;
            }
            Optional<Integer> mine = Versions.wrote(missed.from())
                    .filter(c -> c.key() == missed.key())
                    .findFirst()
                    .filter(c -> versions.place(c).isPresent())
                    .map(Versions.Cell::value);
            if (mine.isPresent() && found.add(Set.of(missed.from(), missed.to()))) {
                count++;
                anomalies.add(new Anomaly(
                        AnomalyKind.LOST_UPDATE,
                        List.of(missed.because(), "nevertheless " + missed.from().name() + " appended " + mine.get() + " to row " + missed.key() + " after it"),
                        List.of(missed.from(), missed.to())));
            }
        }
    }

    /** Chains of one {@code first} and the shortest way back by {@code back}. */
    private void search(AnomalyKind kind, List<Graph.Edge> inside, Graph.Link first, Set<Graph.Link> back) {
        int count = 0;
        for (Graph.Edge edge : inside) {
            if (edge.link() != first || count >= ANOMALIES_MAX) {
                continue;
            }
            Optional<List<Graph.Edge>> way = way(edge.to(), edge.from(), back);
            if (way.isPresent()) {
                List<Graph.Edge> cycle = new ArrayList<>(List.of(edge));
                cycle.addAll(way.get());
                // the same transactions tell of the strongest kind only
                if (found.add(cycle.stream().map(Graph.Edge::from).collect(Collectors.toSet()))) {
                    count++;
                    anomalies.add(new Anomaly(kind, cycle.stream().map(Graph.Edge::because).toList(), cycle.stream().map(Graph.Edge::from).toList()));
                }
            }
        }
    }

    private Optional<List<Graph.Edge>> way(Transaction start, Transaction goal, Set<Graph.Link> links) {
        Map<Transaction, Graph.Edge> reached = new HashMap<>();
        Deque<Transaction> next = new ArrayDeque<>(List.of(start));
        int looked = 0;
        while (!next.isEmpty() && looked < SEARCH_MAX) {
            for (Graph.Edge edge : graph.from(next.remove())) {
                looked++;
                if (!links.contains(edge.link()) || !inside(edge) || edge.to().equals(start) || reached.putIfAbsent(edge.to(), edge) != null) {
                    continue;
                }
                if (edge.to().equals(goal)) {
                    return Optional.of(path(reached, start, goal));
                }
                next.add(edge.to());
            }
        }
        return Optional.empty();
    }

    private static List<Graph.Edge> path(Map<Transaction, Graph.Edge> reached, Transaction start, Transaction goal) {
        List<Graph.Edge> path = new ArrayList<>();
        for (Transaction at = goal; !at.equals(start); at = path.getLast().from()) {
            path.add(Objects.requireNonNull(reached.get(at)));
        }
        Collections.reverse(path);
        return path;
    }
}
