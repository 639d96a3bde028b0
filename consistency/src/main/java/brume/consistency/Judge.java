package brume.consistency;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what should not have happened. Pure. */
public final class Judge {
    private Judge() {}

    /** Of a history of reads and appends of lists: every kind but sums. The smallest witnesses come first within a kind. */
    public static List<Anomaly> lists(History history) {
        Versions versions = new Versions(history);
        List<Anomaly> all = new ArrayList<>(versions.anomalies());
        all.addAll(Reads.anomalies(history, versions));
        all.addAll(Cycles.anomalies(versions));
        return sorted(all);
    }

    /** Of accounts between which money is moved: a committed transaction that saw all of them saw this total. */
    public static List<Anomaly> bank(List<Transaction> transactions, int accounts, long total) {
        List<Anomaly> all = new ArrayList<>();
        for (Transaction transaction : transactions) {
            List<Operation.Seen> seen = of(transaction, Operation.Seen.class);
            long sum = seen.stream().mapToLong(Operation.Seen::number).sum();
            if (transaction.end() == Transaction.End.COMMITTED && seen.size() == accounts && sum != total) {
                all.add(new Anomaly(AnomalyKind.SUM_CHANGED, List.of("the accounts hold " + sum + " together, which should be " + total), List.of(transaction)));
            }
        }
        return all;
    }

    /** Of numbers that only go up by one: two that started from the same number and were acknowledged counted as one. */
    public static List<Anomaly> counters(List<Transaction> transactions) {
        Map<Operation.Seen, Transaction> first = new HashMap<>();
        List<Anomaly> all = new ArrayList<>();
        transactions.stream().filter(t -> t.end() == Transaction.End.COMMITTED && !of(t, Operation.Put.class).isEmpty()).sorted(Comparator.comparingLong(Transaction::ended)).forEach(t -> {
            for (Operation.Seen seen : of(t, Operation.Seen.class)) {
                Transaction other = first.putIfAbsent(seen, t);
                if (other != null) {
                    String because = other.name() + " and " + t.name() + " both went on from " + seen.number() + " in row " + seen.key() + ": one step is lost";
                    all.add(new Anomaly(AnomalyKind.LOST_UPDATE, List.of(because), List.of(other, t)));
                }
            }
        });
        return sorted(all);
    }

    /**
     * Of rows that are inserted once.
     *
     * @param inserts one append of one row each
     * @param present what a node has at the end, by the node's name
     */
    public static List<Anomaly> inserts(List<Transaction> inserts, Map<String, Set<Integer>> present) {
        List<Anomaly> all = new ArrayList<>();
        for (Transaction insert : inserts) {
            for (Operation.Append append : of(insert, Operation.Append.class)) {
                Set<String> with = new HashSet<>();
                present.forEach((node, values) -> {
                    if (values.contains(append.value())) {
                        with.add(node);
                    }
                });
                if (insert.end() == Transaction.End.COMMITTED && with.isEmpty()) {
                    all.add(new Anomaly(AnomalyKind.LOST_WRITE, List.of(append.value() + " was acknowledged, and no node has it at the end"), List.of(insert)));
                } else if (insert.end() == Transaction.End.ABORTED && !with.isEmpty()) {
                    all.add(new Anomaly(AnomalyKind.ABORTED_READ, List.of(append.value() + " was refused, but is there at the end at " + with), List.of(insert)));
                } else if (!with.isEmpty() && with.size() < present.size()) {
                    all.add(new Anomaly(AnomalyKind.DIVERGED, List.of(append.value() + " is at " + with + " only"), List.of(insert)));
                }
            }
        }
        return all;
    }

    private static <T extends Operation> List<T> of(Transaction transaction, Class<T> type) {
        return transaction.operations().stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static List<Anomaly> sorted(List<Anomaly> all) {
        return all.stream().sorted(Comparator.comparing(Anomaly::kind).thenComparingInt(a -> a.transactions().size())).toList();
    }
}
