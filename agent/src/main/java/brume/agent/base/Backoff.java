package brume.agent.base;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after the nth failure in a row: doubling from a first to a longest pause, of which a random part between half and all is taken, so that agents which lost
 * the same director do not come back in step. Not thread-safe: each loop has its own.
 */
public final class Backoff {
    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private int failures;

    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** Counts a failure and says how long to wait. */
    public Duration next() {
        long whole = doubled(first, longest, failures++).toNanos();
        return Duration.ofNanos(whole / 2 + random.nextLong(whole / 2 + 1));
    }

    public void succeeded() {
        failures = 0;
    }

    /** How many failures in a row. */
    public int failures() {
        return failures;
    }

    /** {@code first} doubled {@code times} times, at most {@code longest}. */
    public static Duration doubled(Duration first, Duration longest, int times) {
        long limit = longest.toNanos();
        long value = first.toNanos();
        for (int i = 0; i < times && value < limit; i++) {
            value *= 2;
        }
        return Duration.ofNanos(Math.min(value, limit));
    }
}
