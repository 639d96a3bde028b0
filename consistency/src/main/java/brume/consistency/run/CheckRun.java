package brume.consistency.run;

import brume.consistency.Anomaly;
import brume.consistency.History;
import brume.consistency.Judge;
import brume.consistency.Level;
import brume.consistency.Operation;
import brume.consistency.Transaction;
import brume.consistency.run.CheckOrder.Endpoint;
import brume.consistency.run.CheckOrder.Isolation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** One check from the first table to the verdict. Thread-safe; {@link #run} is called once. */
public final class CheckRun {
    /** From then on the session waits for everything that was acknowledged elsewhere. */
    private static final String EVERYTHING = "SET SESSION wsrep_sync_wait = 7";

    private final CheckOrder order;
    private final ThreadFactory threads;
    private final LongSupplier nanos;
    private final long start;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicLong ended = new AtomicLong();
    private final ListWork lists = new ListWork();
    private final BankWork bank = new BankWork();
    private final CounterWork counters = new CounterWork();
    private final InsertWork inserts = new InsertWork();

    /** Half of the connections work on lists, which tell most. */
    private final List<Work> share = List.of(lists, bank, lists, counters, lists, bank, lists, inserts);

    private volatile boolean cancelled;

    /** @param nanos a clock for measuring, as {@link System#nanoTime} */
    public CheckRun(CheckOrder order, ThreadFactory threads, LongSupplier nanos) {
        this.order = Objects.requireNonNull(order);
        this.threads = Objects.requireNonNull(threads);
        this.nanos = Objects.requireNonNull(nanos);
        this.start = nanos.getAsLong();
    }

    /** Transactions that have ended so far, however they did. */
    public long ended() {
        return ended.get();
    }

    /** Whether somebody ended it early. */
    public boolean cancelled() {
        return cancelled;
    }

    /** Ends the workloads early; {@link #run} then fails. */
    public void cancel() {
        cancelled = true;
        stop.countDown();
    }

    /**
     * Blocking: prepares, works, looks at every node, judges.
     *
     * @throws CheckFailure when the database cannot be reached, or the check was cancelled
     */
    public CheckReport run() throws CheckFailure, InterruptedException {
        try {
            Premises.make(order);
            try {
                return inside();
            } finally {
                Premises.remove(order);
            }
        } catch (SQLException e) {
            throw new CheckFailure("The database did not do what the check needs: " + e.getMessage(), e);
        } finally {
            stop.countDown();
        }
    }

    private CheckReport inside() throws CheckFailure, SQLException, InterruptedException {
        List<Station> stations = new ArrayList<>();
        try (Line first = new Line(order, order.endpoints().getFirst())) {
            for (Work work : List.of(lists, bank, counters, inserts)) {
                work.prepare(first);
            }
            first.connection().commit();
            everywhere();
            String server = first.ask("SELECT VERSION()");
            Level level = level(first);
            work(stations);
            return report(server, level, stations, look());
        }
    }

    /** Every node has what was prepared: none shall be blamed for what it has not got yet. */
    private void everywhere() throws SQLException {
        for (Endpoint endpoint : asked()) {
            try (Line line = new Line(order, endpoint, "")) {
                line.run(EVERYTHING);
                line.ask("SELECT COUNT(*) FROM " + order.database() + ".inserts");
            }
        }
    }

    private List<Endpoint> asked() {
        return order.nodes().isEmpty() ? order.endpoints() : order.nodes();
    }

    /** Servers before 11.1 do not know the variable. */
    private Level level(Line line) throws SQLException {
        if (order.isolation() == Isolation.SERIALIZABLE) {
            return Level.SERIALIZABLE;
        }
        try {
            return line.ask("SELECT @@innodb_snapshot_isolation").equals("1") ? Level.SNAPSHOT : Level.READ_COMMITTED;
        } catch (SQLException e) {
            if (e.getErrorCode() == Station.UNKNOWN_VARIABLE) {
                return Level.READ_COMMITTED;
            }
            throw e;
        }
    }

    private void work(List<Station> stations) throws CheckFailure, InterruptedException {
        List<Thread> running = new ArrayList<>();
        long pause = order.rate() == 0 ? 0 : TimeUnit.SECONDS.toNanos(order.connections()) / order.rate();
        for (int i = 0; i < order.connections(); i++) {
            // every kind of work meets every endpoint
            Endpoint endpoint = order.endpoints().get((i + i / share.size()) % order.endpoints().size());
            Station station = new Station(i, share.get(i % share.size()), new Line(order, endpoint), pause);
            stations.add(station);
            Thread thread = threads.newThread(() -> station.run(new Station.Clockwork(nanos, start, stop, ids, ended), order.seed()));
            running.add(thread);
            thread.start();
        }
        try {
            stop.await(order.length().toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            stop.countDown();
            for (Thread thread : running) {
                thread.join();
            }
        }
        if (cancelled) {
            throw new CheckFailure("The check was cancelled.");
        }
    }

    /** What one node has when everything has ended. */
    private record Look(Transaction lists, Transaction bank, Set<Integer> inserts) {}

    private Map<String, Look> look() throws SQLException {
        Map<String, Look> looks = new TreeMap<>();
        for (Endpoint endpoint : asked()) {
            try (Line line = new Line(order, endpoint)) {
                line.connection();
                line.run(EVERYTHING);
                long began = nanos.getAsLong() - start;
                List<Operation> lastLists = lists.look(line);
                List<Operation> lastBank = new ArrayList<>();
                bank.look(line, lastBank);
                Set<Integer> lastInserts = inserts.look(line);
                line.connection().commit();
                long end = nanos.getAsLong() - start;
                looks.put(
                        line.node(),
                        new Look(
                                new Transaction(ids.incrementAndGet(), -1, line.node(), began, end, Transaction.End.COMMITTED, lastLists),
                                new Transaction(ids.incrementAndGet(), -1, line.node(), began, end, Transaction.End.COMMITTED, lastBank),
                                lastInserts));
            }
        }
        return looks;
    }

    private CheckReport report(String server, Level level, List<Station> stations, Map<String, Look> looks) {
        Map<Work, List<Transaction>> done = new HashMap<>();
        Map<String, Long> nodes = new TreeMap<>();
        for (Station station : stations) {
            done.computeIfAbsent(station.work(), w -> new ArrayList<>()).addAll(station.done());
            station.done().forEach(t -> nodes.merge(t.node(), 1L, Long::sum));
        }
        nodes.remove("");
        List<Transaction> bankAll = new ArrayList<>(of(done, bank));
        looks.values().forEach(l -> bankAll.add(l.bank));
        Map<String, Set<Integer>> present = new TreeMap<>();
        looks.forEach((node, l) -> present.put(node, l.inserts));
        Map<Work, List<Anomaly>> anomalies = Map.of(
                lists, Judge.lists(new History(of(done, lists), looks.values().stream().map(Look::lists).toList())),
                bank, Judge.bank(bankAll, BankWork.ACCOUNTS, BankWork.TOTAL),
                counters, Judge.counters(of(done, counters)),
                inserts, Judge.inserts(of(done, inserts), present));
        List<CheckReport.Done> work = new ArrayList<>();
        List<CheckReport.Finding> findings = new ArrayList<>();
        for (Work one : List.of(lists, bank, counters, inserts)) {
            List<Transaction> all = of(done, one);
            work.add(new CheckReport.Done(one.name(), count(all, Transaction.End.COMMITTED), count(all, Transaction.End.ABORTED), count(all, Transaction.End.UNKNOWN)));
            findings.addAll(CheckReport.findings(one.name(), anomalies.getOrDefault(one, List.of()), level));
        }
        return new CheckReport(server, level, nodes, work, findings);
    }

    private static List<Transaction> of(Map<Work, List<Transaction>> done, Work work) {
        return done.getOrDefault(work, List.of());
    }

    private static long count(List<Transaction> all, Transaction.End end) {
        return all.stream().filter(t -> t.end() == end).count();
    }
}
