package brume.director.check;

import brume.consistency.run.CheckFailure;
import brume.consistency.run.CheckOrder;
import brume.consistency.run.CheckReport;
import brume.consistency.run.CheckRun;
import brume.core.id.ServiceId;
import brume.director.db.Database;
import brume.director.db.DatabaseException;
import brume.director.http.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jooq.DSLContext;

/** Runs checks, each on threads of its own, and writes down how they stand. Thread-safe. */
public final class CheckDesk implements AutoCloseable {
    /** Each keeps all that happened in memory, and a processor busy. */
    private static final int RUNNING_MAX = 2;

    private static final long TELL_SECONDS = 1;

    private final CheckStore store;
    private final InstantSource clock;
    private final ThreadFactory threads;
    private final LongSupplier nanos;
    private final Map<UUID, CheckRun> running = new ConcurrentHashMap<>();

    /** @param nanos a clock for measuring, as {@link System#nanoTime} */
    public CheckDesk(CheckStore store, InstantSource clock, ThreadFactory threads, LongSupplier nanos) {
        this.store = Objects.requireNonNull(store);
        this.clock = Objects.requireNonNull(clock);
        this.threads = Objects.requireNonNull(threads);
        this.nanos = Objects.requireNonNull(nanos);
    }

    /** The newest check of a service. */
    public Optional<Check> find(DSLContext tx, ServiceId service) {
        return store.find(tx, service);
    }

    /** How a check stands now. */
    public Check.State state(Check check) {
        return check.stateAt(clock.instant());
    }

    /** Begins one when the transaction is committed; refused while another one of the service runs, or too many others do. */
    public void want(DSLContext tx, ServiceId service, UUID id, Check.Terms terms, String by, CheckOrder order) {
        Instant now = clock.instant();
        if (store.find(tx, service).filter(c -> c.stateAt(now) == Check.State.RUNNING).isPresent()) {
            throw Refusal.conflict("check-running", "A check of this service runs; wait for its end, or cancel it.");
        }
        if (running.size() >= RUNNING_MAX) {
            throw Refusal.busy("This director runs " + RUNNING_MAX + " checks already.", (int) terms.seconds());
        }
        store.want(tx, service, id, terms, by, now);
        Database.afterCommit(tx, () -> begin(id, order));
    }

    /** The check ends within seconds, wherever it runs. */
    public void wantCancel(DSLContext tx, ServiceId service) {
        store.wantCancel(tx, service);
    }

    private void begin(UUID id, CheckOrder order) {
        CheckRun run = new CheckRun(order, threads, nanos);
        running.put(id, run);
        CountDownLatch ended = new CountDownLatch(1);
        threads.newThread(() -> tell(id, run, ended)).start();
        threads.newThread(() -> {
            try {
                work(id, run);
            } finally {
                ended.countDown();
                running.remove(id);
            }
        }).start();
    }

    private void work(UUID id, CheckRun run) {
        Check.State state = Check.State.FAILED;
        String text = "";
        Optional<CheckReport> report = Optional.empty();
        try {
            report = Optional.of(run.run());
            state = Check.State.DONE;
        } catch (CheckFailure e) {
            text = String.valueOf(e.getMessage());
            state = run.cancelled() ? Check.State.CANCELLED : Check.State.FAILED;
        } catch (InterruptedException e) {
            text = "The director was stopped.";
        }
        try {
            store.seenEnd(id, state, run.ended(), text, report, clock.instant());
        } catch (DatabaseException e) {
            // nothing can be written down; the row gets old and the check counts as lost
            run.cancel();
        }
    }

    private void tell(UUID id, CheckRun run, CountDownLatch ended) {
        try {
            while (!ended.await(TELL_SECONDS, TimeUnit.SECONDS)) {
                if (!store.seen(id, run.ended(), clock.instant())) {
                    run.cancel();
                }
            }
        } catch (DatabaseException e) {
            run.cancel(); // nobody can cancel it otherwise
        } catch (InterruptedException e) {
            run.cancel();
        }
    }

    /** Ends all checks of this director. */
    @Override
    public void close() {
        running.values().forEach(CheckRun::cancel);
    }
}
