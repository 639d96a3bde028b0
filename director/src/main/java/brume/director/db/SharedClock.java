package brume.director.db;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The database server's clock, carried on between two looks at it by a steady clock of this machine. The wall clocks of the machines that directors run on play no part, so they may be
 * wrong. Never ahead of the server by more than the steady clock drifts between two looks; behind by the way of an answer. Thread-safe.
 */
final class SharedClock implements InstantSource {
    private final LongSupplier nanos;
    private volatile long offsetNanos;

    /** @param nanos monotonic, such as {@code System::nanoTime} */
    SharedClock(LongSupplier nanos) {
        this.nanos = Objects.requireNonNull(nanos);
    }

    /** The server's clock showed this a moment ago, in microseconds of the epoch. */
    void measured(long epochMicros) {
        offsetNanos = TimeUnit.MICROSECONDS.toNanos(epochMicros) - nanos.getAsLong();
    }

    /** Nanoseconds of the epoch fit until the year 2262. */
    @Override
    public Instant instant() {
        return Instant.ofEpochSecond(0, nanos.getAsLong() + offsetNanos);
    }
}
