package brume.consistency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What one read alone gives away, and what is missing at the end. */
final class Reads {
    private final Versions versions;
    private final List<Anomaly> anomalies = new ArrayList<>();

    private Reads(Versions versions) {
        this.versions = versions;
    }

    static List<Anomaly> anomalies(History history, Versions versions) {
        Reads reads = new Reads(versions);
        versions.sights().forEach(reads::dirty);
        versions.real().forEach(reads::own);
        versions.keys().forEach(reads::stale);
        if (!history.last().isEmpty()) {
            history.transactions().forEach(t -> reads.lost(t));
        }
        return reads.anomalies;
    }

    private void dirty(Versions.Sight sight) {
        List<Integer> values = sight.values();
        for (int value : values) {
            Optional<Transaction> writer = versions.writer(sight.key(), value);
            if (writer.filter(w -> w.end() != Transaction.End.ABORTED).isEmpty()) {
                String who = writer.map(w -> "which " + w.name() + " appended and took back").orElse("which nobody appended");
                add(AnomalyKind.ABORTED_READ, sight.reader().name() + " read " + value + " in row " + sight.key() + ", " + who, sight.reader(), writer);
            }
        }
        if (values.isEmpty()) {
            return;
        }
        int last = values.getLast();
        Optional<Transaction> writer = versions.writer(sight.key(), last);
        Optional<Versions.Cell> end = writer.flatMap(w -> Versions.wrote(w).filter(c -> c.key() == sight.key()).reduce((a, b) -> b));
        if (end.filter(cell -> cell.value() != last).isPresent()) {
            add(
                    AnomalyKind.INTERMEDIATE_READ,
                    sight.reader().name() + " read row " + sight.key() + " up to " + last + ", but its writer went on to " + end.get().value() + " before it committed",
                    sight.reader(), writer);
        }
    }

    /** Within one transaction a row changes by its own appends only. */
    private void own(Transaction transaction) {
        Map<Integer, List<Integer>> expected = new HashMap<>();
        Map<Integer, List<Integer>> mine = new HashMap<>();
        for (Operation operation : transaction.operations()) {
            if (operation instanceof Operation.Append append) {
                mine.computeIfAbsent(append.key(), k -> new ArrayList<>()).add(append.value());
                Optional.ofNullable(expected.get(append.key())).ifPresent(values -> values.add(append.value()));
            } else if (operation instanceof Operation.Read read) {
                List<Integer> before = expected.get(read.key());
                List<Integer> own = mine.getOrDefault(read.key(), List.of());
                int others = read.values().size() - own.size();
                boolean ok = before == null ? others >= 0 && read.values().subList(others, read.values().size()).equals(own) : before.equals(read.values());
                if (!ok) {
                    String why = before == null ? "it had appended " + own : "by its reads and appends it should be " + before;
                    add(AnomalyKind.OWN_WRITE_MISSED, transaction.name() + " read row " + read.key() + " otherwise than it left it: " + why, transaction, Optional.empty());
                }
                expected.put(read.key(), new ArrayList<>(read.values()));
            }
        }
    }

    /** Of what a read lacks, what was acknowledged first is the strongest witness. */
    private void stale(int key) {
        List<Integer> order = versions.order(key);
        int[] first = new int[order.size() + 1];
        first[order.size()] = -1;
        for (int i = order.size() - 1; i >= 0; i--) {
            first[i] = first[i + 1] < 0 || acknowledged(key, order.get(i)) < acknowledged(key, order.get(first[i + 1])) ? i : first[i + 1];
        }
        for (Versions.Sight sight : versions.sights()) {
            if (sight.key() != key || sight.values().size() >= order.size()) {
                continue;
            }
            int value = order.get(first[sight.values().size()]);
            if (acknowledged(key, value) < sight.reader().began()) {
                Transaction writer = versions.writer(key, value).orElseThrow();
                long late = sight.reader().began() - writer.ended();
                add(
                        AnomalyKind.STALE_READ,
                        sight.reader().name() + " began " + millis(late) + " after " + writer.name() + " was acknowledged, but lacks its " + value + " in row " + key,
                        writer, Optional.of(sight.reader()));
            }
        }
    }

    static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
    }

    /** When the writer was told; never when nobody was. */
    private long acknowledged(int key, int value) {
        return versions.writer(key, value).filter(w -> w.end() == Transaction.End.COMMITTED).map(Transaction::ended).orElse(Long.MAX_VALUE);
    }

    private void lost(Transaction transaction) {
        if (transaction.end() != Transaction.End.COMMITTED) {
            return;
        }
        List<String> missing = Versions.wrote(transaction)
                .filter(cell -> versions.place(cell).isEmpty())
                .map(cell -> cell.value() + " of row " + cell.key() + " was acknowledged, and is not there at the end")
                .toList();
        if (!missing.isEmpty()) {
            anomalies.add(new Anomaly(AnomalyKind.LOST_WRITE, missing, List.of(transaction)));
        }
    }

    private void add(AnomalyKind kind, String because, Transaction one, Optional<Transaction> other) {
        List<Transaction> all = new ArrayList<>(List.of(one));
        other.filter(o -> !o.equals(one)).ifPresent(all::add);
        anomalies.add(new Anomaly(kind, List.of(because), all));
    }
}
