package brume.testkit.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/** A clock that stands still until somebody advances it. It never goes back. Thread-safe. */
public final class VirtualClock implements InstantSource {
    /** Where simulations begin: a time that is easy to recognise in a trace. */
    public static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private volatile Instant now;

    public VirtualClock() {
        this(START);
    }

    public VirtualClock(Instant start) {
        this.now = Objects.requireNonNull(start);
    }

    @Override
    public Instant instant() {
        return now;
    }

    public synchronized void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + time);
        }
        now = now.plus(time);
    }

    /** Advances to that time; no effect when it is past. */
    public synchronized void advanceTo(Instant time) {
        if (time.isAfter(now)) {
            now = time;
        }
    }
}
