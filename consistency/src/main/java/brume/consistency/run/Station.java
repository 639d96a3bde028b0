package brume.consistency.run;

import brume.consistency.Operation;
import brume.consistency.Transaction;
import brume.consistency.Transaction.End;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** One connection at its work. What it did is there for others when its thread has ended. */
final class Station {
    static final int UNKNOWN_VARIABLE = 1193;

    /** The server says that nothing of the transaction stays: changed since it was read, waited too long for a lock, deadlock or conflict with another node's. */
    private static final Set<Integer> TAKEN_BACK = Set.of(1020, 1205, 1213);

    /** After a failure of the connection. */
    private static final long BREATH_MILLIS = 100;

    private final int client;
    private final Work work;
    private final Line line;
    private final long pause;
    private final List<Transaction> done = new ArrayList<>();

    /** What all stations share. */
    record Clockwork(LongSupplier nanos, long start, CountDownLatch stop, AtomicInteger ids, AtomicLong ended) {
        long now() {
            return nanos.getAsLong() - start;
        }
    }

    /** @param pause nanoseconds from one transaction's begin to the next one's; 0 for none */
    Station(int client, Work work, Line line, long pause) {
        this.client = client;
        this.work = work;
        this.line = line;
        this.pause = pause;
    }

    Work work() {
        return work;
    }

    List<Transaction> done() {
        return done;
    }

    void run(Clockwork clock, long seed) {
        Random random = new Random(seed + client);
        long next = clock.now();
        try (line) {
            while (clock.stop.getCount() > 0) {
                long wait = Math.max(0, next - clock.now());
                if (wait > 0 && clock.stop.await(wait, TimeUnit.NANOSECONDS)) {
                    return;
                }
                next = pause == 0 ? next : Math.max(next, clock.now() - TimeUnit.SECONDS.toNanos(1)) + pause;
                if (!one(clock, random) && clock.stop.await(BREATH_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the connection still works. */
    private boolean one(Clockwork clock, Random random) {
        try {
            line.connection();
        } catch (SQLException e) {
            line.close();
            return false; // nothing was begun
        }
        List<Operation> operations = new ArrayList<>();
        String node = line.node();
        long began = clock.now();
        End end;
        boolean works = true;
        try {
            work.step(line, random, operations);
            end = commit();
        } catch (SQLException e) {
            end = End.ABORTED; // its commit was never asked for
            works = TAKEN_BACK.contains(e.getErrorCode());
        }
        if (end != End.COMMITTED) {
            line.clear();
        }
        if (!works || end == End.UNKNOWN) {
            line.close();
        }
        done.add(new Transaction(clock.ids.incrementAndGet(), client, node, began, clock.now(), end, operations));
        clock.ended.incrementAndGet();
        return works && end != End.UNKNOWN;
    }

    private End commit() {
        try {
            line.connection().commit();
            return End.COMMITTED;
        } catch (SQLException e) {
            return TAKEN_BACK.contains(e.getErrorCode()) ? End.ABORTED : End.UNKNOWN;
        }
    }
}
