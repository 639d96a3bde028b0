package brume.director.engine;

import brume.director.db.DatabaseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's threads: one dispatcher that claims, one that renews leases, and a virtual thread per running pass. Every kind has its own share of passes, so that a crowd of one
 * kind never keeps another waiting. Thread-safe.
 */
final class Crew {
    /** Passes of one kind at once: enough to keep a site busy while calls wait for it, few enough not to flood it. */
    static final int PASSES_MAX = 64;

    /** Leases are renewed this often: two renewals may fail before one runs out. */
    private static final Duration RENEWAL = Engine.LEASE.dividedBy(3);

    /** No pass takes longer than this unless it hangs; then it is interrupted and its claim is left to run out. Longer than any driver's deadline. */
    private static final Duration PASS_MAX = Duration.ofMinutes(15);

    /** How long {@link #close()} waits for running passes: longer than a guest gets to shut down. */
    private static final Duration CLOSING_MAX = Duration.ofSeconds(75);

    /** The dispatcher looks at least this often: the clock may be set, and claims of a director that died run out without a word. */
    private static final Duration IDLE_MAX = Duration.ofSeconds(30);

    /** The same where other directors work too: news of them may be lost, and the rows of one that died wait for this on top of their lease. */
    static final Duration SHARED_IDLE_MAX = Duration.ofSeconds(5);

    /** One round of listening to other directors: closing waits for it. */
    private static final Duration HEARING = Duration.ofSeconds(1);

    /** Pause after the database refused to let the dispatcher claim. */
    private static final Duration TROUBLED = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

    private final Engine engine;
    private final DueStore due;
    private final List<Kind> kinds;
    private final InstantSource clock;
    private final boolean shared;

    private final Map<Claim, Running> running = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean news;
    private boolean closing;
    private List<Thread> threads = List.of();

    /** A pass under way, as {@code since} when. */
    private record Running(Thread thread, Instant since) {}

    /** @param shared whether other directors work on the same rows */
    Crew(Engine engine, DueStore due, List<Kind> kinds, InstantSource clock, boolean shared) {
        this.engine = engine;
        this.due = due;
        this.kinds = kinds;
        this.clock = clock;
        this.shared = shared;
    }

    void start() {
        due.onDue(this::announceNews);
        List<Thread> started = new ArrayList<>();
        started.add(Thread.ofVirtual().name("dispatcher").start(() -> untilClosing("dispatch", this::dispatch)));
        started.add(Thread.ofVirtual().name("lease-renewal").start(() -> untilClosing("renew leases", this::renew)));
        if (shared) {
            started.add(Thread.ofVirtual().name("listener").start(() -> untilClosing("listen", this::listen)));
        }
        threads = List.copyOf(started);
    }

    private Duration listen() {
        engine.hear(HEARING);
        return Duration.ZERO;
    }

    private Duration idleMax() {
        return shared ? SHARED_IDLE_MAX : IDLE_MAX;
    }

    void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        Instant deadline = clock.instant().plus(CLOSING_MAX);
        for (Thread thread : threads) {
            join(thread, deadline);
        }
        running.values().forEach(r -> join(r.thread(), deadline));
        running.values().forEach(r -> r.thread().interrupt());
    }

    private void announceNews() {
        lock.lock();
        try {
            news = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void untilClosing(String what, Step step) {
        while (true) {
            Duration pause;
            try {
                pause = step.run();
            } catch (DatabaseException e) {
                LOG.atWarn().setMessage("the database is away").addKeyValue("round", what).addKeyValue("why", e.toString()).log();
                pause = TROUBLED;
            } catch (RuntimeException e) {
                LOG.atError().setMessage("the engine could not do its round").addKeyValue("round", what).setCause(e).log();
                pause = TROUBLED;
            }
            if (!pause(pause, what.equals("dispatch"))) {
                return;
            }
        }
    }

    /** One round of a thread; answers how long to pause after it. */
    @FunctionalInterface
    private interface Step {
        Duration run();
    }

    /** Waits, less long when there is news for the dispatcher. False when closing. */
    private boolean pause(Duration most, boolean forNews) {
        lock.lock();
        try {
            long nanos = most.toNanos();
            while (!closing && nanos > 0 && !(forNews && news)) {
                nanos = changed.awaitNanos(nanos);
            }
            if (forNews) {
                news = false;
            }
            return !closing;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private Duration dispatch() {
        Map<Kind, Integer> free = free();
        if (free.isEmpty()) {
            return idleMax();
        }
        List<Claim> claimed = engine.claim(free, 0);
        claimed.forEach(this::begin);
        if (!claimed.isEmpty()) {
            return Duration.ZERO;
        }
        Optional<Instant> next = due.nextFree(free.keySet());
        return next.map(at -> Duration.between(clock.instant(), at)).filter(d -> d.compareTo(idleMax()) < 0).orElse(idleMax());
    }

    /** How many more passes of each kind may run; kinds that are full are left out. */
    private Map<Kind, Integer> free() {
        Map<Kind, Integer> free = new HashMap<>();
        kinds.forEach(kind -> free.put(kind, PASSES_MAX));
        running.keySet().forEach(claim -> free.merge(claim.kind(), -1, Integer::sum));
        free.values().removeIf(most -> most <= 0);
        return free;
    }

    private void begin(Claim claim) {
        Thread thread = Thread.ofVirtual().name("pass-" + claim.kind() + "-" + claim.id()).unstarted(() -> run(claim));
        running.put(claim, new Running(thread, clock.instant()));
        thread.start();
    }

    private void run(Claim claim) {
        try {
            engine.pass(claim);
        } catch (DatabaseException e) {
            // The engine frees the row once the database is back; if this director dies before, the claim runs out.
            LOG.atWarn().setMessage("a pass was given up").addKeyValue("kind", claim.kind()).addKeyValue("id", claim.id()).addKeyValue("why", e.toString()).log();
        } catch (RuntimeException e) {
            // Not expected here: the claim runs out by itself.
            LOG.atError().setMessage("a pass could not be ended").addKeyValue("kind", claim.kind()).addKeyValue("id", claim.id()).setCause(e).log();
        } finally {
            running.remove(claim);
            announceNews();
        }
    }

    private Duration renew() {
        Instant now = clock.instant();
        List<String> tokens = running.entrySet().stream()
                .filter(e -> e.getValue().since().plus(RENEWAL.dividedBy(2)).isBefore(now))
                .filter(e -> e.getValue().since().plus(PASS_MAX).isAfter(now))
                .map(e -> e.getKey().token())
                .distinct()
                .sorted()
                .toList();
        if (!tokens.isEmpty()) {
            due.renew(tokens, now.plus(Engine.LEASE));
        }
        running.values().stream().filter(r -> r.since().plus(PASS_MAX).isBefore(now)).forEach(r -> r.thread().interrupt());
        return RENEWAL;
    }

    private void join(Thread thread, Instant deadline) {
        try {
            Duration left = Duration.between(clock.instant(), deadline);
            thread.join(Duration.ofNanos(Math.max(1, left.toNanos())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
