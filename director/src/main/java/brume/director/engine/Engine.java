package brume.director.engine;

import brume.core.driver.DriverException;
import brume.core.outcome.Outcome;
import brume.director.db.Database;
import brume.director.db.DatabaseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs reconcilers over due rows: claims by lease, paces, catches, writes down. A pass that outlives its lease can write nothing any more. {@link #start()} runs passes on virtual
 * threads; {@link #runOne()} runs one on the calling thread, for simulations. Thread-safe.
 */
public final class Engine implements AutoCloseable {
    /** How long a claim lasts without renewal: how long the work of a director that died waits for another. */
    public static final Duration LEASE = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final Database database;
    private final DueStore due;
    private final Map<Kind, Reconciler> reconcilers = new TreeMap<>();
    private final Announcer announcer;
    private final InstantSource clock;
    private final Incarnation self;
    private final AtomicLong claims = new AtomicLong();
    private final AtomicLong passes = new AtomicLong();
    private final Crew crew;

    /** Passes that could not be ended because the database was away, and tokens of claims whose commit is in doubt: freed as soon as it is back. */
    private final Set<Claim> abandoned = ConcurrentHashMap.newKeySet();

    private final Set<String> doubtful = ConcurrentHashMap.newKeySet();

    /** @param self goes into fencing tokens */
    public Engine(
            Database database, DueStore due, Collection<? extends Reconciler> reconcilers, Announcer announcer, InstantSource clock, Incarnation self) {
        this.database = Objects.requireNonNull(database);
        this.due = Objects.requireNonNull(due);
        this.announcer = Objects.requireNonNull(announcer);
        this.clock = Objects.requireNonNull(clock);
        this.self = Objects.requireNonNull(self);
        for (Reconciler reconciler : reconcilers) {
            if (this.reconcilers.put(reconciler.kind(), reconciler) != null) {
                throw new IllegalArgumentException("two reconcilers of one kind: " + reconciler.kind());
            }
        }
        this.crew = new Crew(this, due, List.copyOf(this.reconcilers.keySet()), clock, !database.sole());
    }

    /** Starts to run passes as they become due, beginning with whatever an earlier process left claimed. */
    public void start() {
        takeOver();
        crew.start();
    }

    /** Makes no new passes, lets the running ones end for a while, then interrupts them. */
    @Override
    public void close() {
        crew.close();
    }

    /** Frees what an earlier process of this director left claimed, where that is certain; elsewhere its leases run out. */
    public void takeOver() {
        if (database.sole()) {
            due.releaseAll();
        } else {
            self.family().ifPresent(due::releaseFamily);
        }
    }

    /** When {@link #runOne()} has something to do; in the past when it has now. */
    public Optional<Instant> nextDue() {
        return due.nextDue(reconcilers.keySet());
    }

    /** Makes one pass over what is longest due, on this thread. False when nothing is due. */
    public boolean runOne() {
        List<Claim> claimed = claim(Map.of(), 1);
        if (claimed.isEmpty()) {
            return false;
        }
        pass(claimed.getFirst());
        return true;
    }

    /** Passes made since this engine was made. */
    public long passes() {
        return passes.get();
    }

    /** Claims what is due: at most {@code free} per kind where kinds are given, else {@code limit} of any kind. */
    List<Claim> claim(Map<Kind, Integer> free, int limit) {
        String token = self.token(claims.incrementAndGet());
        List<Claim> givenUp = List.copyOf(abandoned);
        List<String> unknown = List.copyOf(doubtful);
        try {
            List<Claim> claimed = database.write(tx -> {
                due.release(tx, givenUp, unknown);
                Instant until = clock.instant().plus(LEASE);
                if (free.isEmpty()) {
                    return due.claim(tx, reconcilers.keySet(), until, token, limit);
                }
                List<Claim> all = new ArrayList<>();
                free.forEach((kind, most) -> all.addAll(due.claim(tx, List.of(kind), until, token, most)));
                return all;
            });
            abandoned.removeAll(Set.copyOf(givenUp));
            doubtful.removeAll(Set.copyOf(unknown));
            return claimed;
        } catch (DatabaseException e) {
            doubtful.add(token);
            throw e;
        }
    }

    /** Waits for the news of other directors, at most so long. */
    void hear(Duration most) {
        database.hear(most);
    }

    /** One pass: the whole loop body of the engine. */
    void pass(Claim claim) {
        passes.incrementAndGet();
        try {
            Reconciler reconciler = Objects.requireNonNull(reconcilers.get(claim.kind()));
            Optional<Verdict> verdict = judge(reconciler, claim);
            database.write(tx -> {
                verdict.ifPresentOrElse(v -> finish(claim, v, tx), () -> due.forget(tx, claim));
                return true;
            });
        } catch (StaleClaim e) {
            LOG.atInfo().setMessage("a pass lost its claim and wrote nothing more").addKeyValue("kind", claim.kind()).addKeyValue("id", claim.id()).log();
        } catch (DatabaseException e) {
            abandoned.add(claim);
            throw e;
        }
    }

    private void finish(Claim claim, Verdict verdict, org.jooq.DSLContext tx) {
        due.finish(tx, claim, verdict);
        verdict.cry().ifPresent(cry -> announcer.append(tx, claim.kind(), claim.id(), cry.what(), cry.text()));
    }

    /** Empty when the thing is gone. The one place that catches what reconcilers throw. */
    private Optional<Verdict> judge(Reconciler reconciler, Claim claim) {
        try {
            Outcome outcome = Database.guarded(tx -> due.requireHeld(tx, claim), () -> reconciler.reconcile(claim.id()));
            return outcome instanceof Outcome.Gone ? Optional.empty() : Optional.of(Pacing.after(claim, outcome, clock.instant()));
        } catch (DriverException e) {
            return Optional.of(trouble(reconciler, claim, Trouble.of(e, claim.failures())));
        } catch (StaleClaim | DatabaseException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.atError().setMessage("a reconciler failed unexpectedly").addKeyValue("kind", claim.kind()).addKeyValue("id", claim.id()).setCause(e).log();
            return Optional.of(Pacing.after(claim, Trouble.internal(claim.failures())));
        }
    }

    private Verdict trouble(Reconciler reconciler, Claim claim, Trouble trouble) {
        Database.guarded(tx -> due.requireHeld(tx, claim), () -> {
            reconciler.troubled(claim.id(), trouble.reason());
            return true;
        });
        return Pacing.after(claim, trouble);
    }
}
