package brume.consistency;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A database in memory. Serial: each transaction acts at one moment between its begin and its end. With snapshots: it reads at one moment and writes at a later one. */
final class Machine {
    private static final int ROWS = 5;
    private static final long STEP = 1_000_000;

    private final Random random;
    private final boolean snapshots;
    private final Map<Integer, List<Integer>> rows = new HashMap<>();
    private final Map<Integer, Integer> values = new HashMap<>();
    private final List<Transaction> done = new ArrayList<>();

    Machine(long seed, boolean snapshots) {
        this.random = new Random(seed);
        this.snapshots = snapshots;
    }

    /** What is to be done, and when: it looks, then it acts. */
    private record Work(int id, long looks, long acts, List<Operation> wants) {}

    History run(int transactions) {
        List<Work> works = new ArrayList<>();
        for (int id = 0; id < transactions; id++) {
            long looks = (id + 1) * STEP;
            works.add(new Work(id, looks, snapshots ? looks + random.nextLong(4 * STEP) : looks, wants()));
        }
        Map<Integer, Map<Integer, List<Integer>>> sights = new HashMap<>();
        record Moment(long at, Work work, boolean act) {}
        List<Moment> moments = new ArrayList<>();
        works.forEach(w -> {
            moments.add(new Moment(w.looks, w, false));
            moments.add(new Moment(w.acts, w, true));
        });
        moments.sort(Comparator.comparingLong(Moment::at).thenComparingInt(m -> m.work.id).thenComparing(Moment::act));
        for (Moment moment : moments) {
            if (moment.act) {
                act(moment.work, sights.getOrDefault(moment.work.id, Map.of()));
            } else {
                sights.put(moment.work.id, copy());
            }
        }
        List<Operation> all = new ArrayList<>();
        rows.forEach((key, list) -> all.add(new Operation.Read(key, list)));
        long end = (transactions + 100) * STEP;
        return new History(done, List.of(new Transaction(transactions, 0, "", end, end, Transaction.End.COMMITTED, all)));
    }

    private Map<Integer, List<Integer>> copy() {
        Map<Integer, List<Integer>> copy = new HashMap<>();
        rows.forEach((key, list) -> copy.put(key, List.copyOf(list)));
        return copy;
    }

    /** Reads stand for themselves; appends get their value when they act. */
    private List<Operation> wants() {
        List<Operation> wants = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            int key = random.nextInt(ROWS);
            wants.add(random.nextBoolean() ? new Operation.Read(key, List.of()) : new Operation.Append(key, values.merge(key, 1, Integer::sum)));
        }
        return wants;
    }

    private void act(Work work, Map<Integer, List<Integer>> sight) {
        Map<Integer, List<Integer>> local = new HashMap<>(sight);
        List<Operation> operations = new ArrayList<>();
        boolean conflict = false;
        for (Operation want : work.wants) {
            List<Integer> now = local.getOrDefault(want.key(), List.of());
            if (want instanceof Operation.Append append) {
                conflict |= !rows.getOrDefault(want.key(), List.of()).equals(sight.getOrDefault(want.key(), List.of()));
                List<Integer> longer = new ArrayList<>(now);
                longer.add(append.value());
                local.put(want.key(), longer);
                operations.add(append);
            } else {
                operations.add(new Operation.Read(want.key(), now));
            }
        }
        int fate = random.nextInt(10);
        boolean aborts = conflict || fate == 0;
        if (!aborts) {
            work.wants.stream().filter(Operation.Append.class::isInstance).forEach(w -> rows.put(w.key(), local.get(w.key())));
        }
        Transaction.End end = fate == 1 ? Transaction.End.UNKNOWN : aborts ? Transaction.End.ABORTED : Transaction.End.COMMITTED;
        long began = work.looks - random.nextLong(3 * STEP);
        done.add(new Transaction(work.id, work.id % 7, "", Math.max(0, began), work.acts + random.nextLong(3 * STEP), end, operations));
    }
}
