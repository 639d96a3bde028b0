package brume.core.id;

import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of milliseconds, a 12-bit counter that keeps ids of one millisecond in order,
 * 62 random bits. Thread-safe.
 */
public final class TimeOrderedIds implements IdSource {
    private static final int COUNTER_LIMIT = 1 << 12;

    private final InstantSource clock;
    private final RandomGenerator random;
    private long lastMillis;
    private int counter;

    public TimeOrderedIds(InstantSource clock, RandomGenerator random) {
        this.clock = Objects.requireNonNull(clock);
        this.random = Objects.requireNonNull(random);
    }

    @Override
    public synchronized UUID next() {
        long now = clock.millis();
        if (now > lastMillis) {
            lastMillis = now;
            counter = 0;
        } else if (++counter == COUNTER_LIMIT) {
            // The counter is full: borrow the next millisecond, as the RFC allows.
            lastMillis++;
            counter = 0;
        }
        long most = (lastMillis << 16) | (7L << 12) | counter;
        long least = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }
}
