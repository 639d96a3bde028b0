package brume.director.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Wakes waiting requests when something they wait for may have changed. It carries no news: a woken request looks again. Rung after commits, with the id of what a committed
 * event is about.
 *
 * <p>Thread-safe. Costs one map entry per id that somebody waits for; ringing for an id nobody waits for costs a lookup.
 */
public final class Bell implements AutoCloseable {
    private final ConcurrentHashMap<UUID, Set<Listener>> byId = new ConcurrentHashMap<>();
    private final Set<Listener> toAll = ConcurrentHashMap.newKeySet();
    private final InstantSource clock;
    private volatile boolean closed;

    public Bell(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock);
    }

    /** Tells everyone who waits for this, and everyone who waits for anything. Quick. */
    public void ring(UUID id) {
        byId.getOrDefault(id, Set.of()).forEach(Listener::wake);
        toAll.forEach(Listener::wake);
    }

    /** Tells everyone: what changed is not known. */
    public void ringAll() {
        byId.values().forEach(set -> set.forEach(Listener::wake));
        toAll.forEach(Listener::wake);
    }

    /** Starts listening for one id. Listen first, then look, then wait: a change between look and wait is not missed. */
    public Listener listen(UUID id) {
        Listener listener = new Listener(() -> byId.computeIfPresent(id, (key, set) -> set.isEmpty() ? null : set));
        byId.compute(id, (key, set) -> {
            Set<Listener> listeners = set == null ? ConcurrentHashMap.newKeySet() : set;
            listener.joined = listeners;
            listeners.add(listener);
            return listeners;
        });
        return started(listener);
    }

    /** Starts listening for anything at all. */
    public Listener listenToAll() {
        Listener listener = new Listener(() -> {});
        listener.joined = toAll;
        toAll.add(listener);
        return started(listener);
    }

    /** Waits until the condition holds, at most so long; looks now and whenever the bell rings for the id. False when it does not hold at the end. */
    public boolean await(UUID id, Duration longest, BooleanSupplier holds) throws InterruptedException {
        Instant end = clock.instant().plus(longest);
        try (Listener listener = listen(id)) {
            while (!holds.getAsBoolean()) {
                Duration left = Duration.between(clock.instant(), end);
                if (closed || !left.isPositive() || !listener.await(left)) {
                    return holds.getAsBoolean();
                }
            }
            return true;
        }
    }

    /** Whether the director closes: waiting has no point any more. */
    public boolean closed() {
        return closed;
    }

    /** Wakes everyone for good. */
    @Override
    public void close() {
        closed = true;
        ringAll();
    }

    private Listener started(Listener listener) {
        if (closed) {
            listener.wake();
        }
        return listener;
    }

    /** One who waits. Used by one thread. */
    public static final class Listener implements AutoCloseable {
        private final Semaphore rung = new Semaphore(0);
        private final Runnable left;
        private Set<Listener> joined = Set.of();

        private Listener(Runnable left) {
            this.left = left;
        }

        /** Waits for the bell, at most so long. Several rings between two waits count as one. False when the time ran out. */
        public boolean await(Duration longest) throws InterruptedException {
            boolean heard = rung.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
            rung.drainPermits();
            return heard;
        }

        private void wake() {
            rung.release();
        }

        @Override
        public void close() {
            joined.remove(this);
            left.run();
        }
    }
}
