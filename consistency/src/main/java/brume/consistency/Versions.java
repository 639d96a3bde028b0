package brume.consistency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** In which order every row was written, and by whom, from what was read. */
final class Versions {
    /** A value of a row. */
    record Cell(int key, int value) {}

    /**
     * What a transaction saw of others in a row.
     *
     * @param values without its own appends
     */
    record Sight(Transaction reader, int key, List<Integer> values) {}

    private final Map<Cell, Transaction> writers = new HashMap<>();
    private final Map<Integer, Sight> longest = new TreeMap<>();
    private final Map<Integer, Map<Integer, Integer>> places = new HashMap<>();
    private final List<Sight> sights = new ArrayList<>();
    private final List<Anomaly> anomalies = new ArrayList<>();
    private final List<Transaction> real = new ArrayList<>();

    Versions(History history) {
        List<Transaction> all = new ArrayList<>(history.transactions());
        all.addAll(history.last());
        all.forEach(this::write);
        all.stream().filter(t -> t.end() == Transaction.End.COMMITTED).forEach(this::read);
        order();
        // somebody saw what it wrote, so it did commit
        for (Transaction transaction : all) {
            if (transaction.end() == Transaction.End.UNKNOWN && wrote(transaction).anyMatch(c -> place(c).isPresent())) {
                real.add(transaction);
                read(transaction);
            } else if (transaction.end() == Transaction.End.COMMITTED) {
                real.add(transaction);
            }
        }
        sights.forEach(this::compare);
    }

    /** Transactions that took effect. */
    List<Transaction> real() {
        return real;
    }

    /** What each of {@link #real} saw first of each row. */
    List<Sight> sights() {
        return sights;
    }

    /** Rows of which something is known. */
    Iterable<Integer> keys() {
        return longest.keySet();
    }

    /** The row's values in their order. */
    List<Integer> order(int key) {
        return Optional.ofNullable(longest.get(key)).map(Sight::values).orElse(List.of());
    }

    Optional<Transaction> writer(int key, int value) {
        return Optional.ofNullable(writers.get(new Cell(key, value)));
    }

    /** Where in its row's order a value stands. */
    Optional<Integer> place(Cell cell) {
        return Optional.ofNullable(places.getOrDefault(cell.key(), Map.of()).get(cell.value()));
    }

    /** What contradicts that rows have an order at all. */
    List<Anomaly> anomalies() {
        return anomalies;
    }

    static Stream<Cell> wrote(Transaction transaction) {
        return transaction.operations().stream().mapMulti((operation, out) -> {
            if (operation instanceof Operation.Append append) {
                out.accept(new Cell(append.key(), append.value()));
            }
        });
    }

    private void write(Transaction transaction) {
        wrote(transaction).forEach(cell -> {
            if (writers.putIfAbsent(cell, transaction) != null) {
                throw new IllegalArgumentException("a value is written once: " + cell);
            }
        });
    }

    private void read(Transaction transaction) {
        HashSet<Integer> known = new HashSet<>();
        for (Operation operation : transaction.operations()) {
            if (operation instanceof Operation.Read read && known.add(read.key())) {
                List<Integer> others = read.values().stream().filter(v -> !transaction.equals(writers.get(new Cell(read.key(), v)))).toList();
                sights.add(new Sight(transaction, read.key(), others));
                Sight whole = new Sight(transaction, read.key(), read.values());
                longest.merge(read.key(), whole, (a, b) -> b.values().size() > a.values().size() ? b : a);
            }
        }
    }

    private void order() {
        for (Sight sight : longest.values()) {
            Map<Integer, Integer> row = new HashMap<>();
            for (int i = 0; i < sight.values().size(); i++) {
                int value = sight.values().get(i);
                if (row.putIfAbsent(value, i) != null) {
                    anomalies.add(new Anomaly(
                            AnomalyKind.DUPLICATED, List.of(value + " is in row " + sight.key() + " twice"), List.of(sight.reader())));
                }
            }
            places.put(sight.key(), row);
        }
    }

    private void compare(Sight sight) {
        Sight best = longest.getOrDefault(sight.key(), sight);
        List<Integer> order = best.values();
        int n = sight.values().size();
        if (n <= order.size() && order.subList(0, n).equals(sight.values())) {
            return;
        }
        int at = 0;
        while (at < Math.min(n, order.size()) && order.get(at).equals(sight.values().get(at))) {
            at++;
        }
        anomalies.add(new Anomaly(
                AnomalyKind.DIVERGED,
                List.of("after " + at + " common values of row " + sight.key() + ", " + sight.reader().name() + " has " + at(sight.values(), at) + " where " + best.reader().name() + " has "
                        + at(order, at)),
                List.of(sight.reader(), best.reader())));
    }

    private static String at(List<Integer> values, int place) {
        return place < values.size() ? Integer.toString(values.get(place)) : "nothing";
    }
}
