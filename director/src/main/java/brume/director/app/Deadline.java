package brume.director.app;

import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * When something has to be done.
 *
 * @param nanos a clock of this machine that never jumps
 * @param end by that clock
 */
record Deadline(LongSupplier nanos, long end) {
    Deadline {
        Objects.requireNonNull(nanos);
    }

    static Deadline in(Duration time, LongSupplier nanos) {
        return new Deadline(nanos, nanos.getAsLong() + time.toNanos());
    }

    /** This one, or an earlier one when so much time is over before it. */
    Deadline orIn(Duration time) {
        return new Deadline(nanos, nanos.getAsLong() + Math.min(remainingNanos(), time.toNanos()));
    }

    /** 0 when it is over. */
    long remainingNanos() {
        return Math.max(0, end - nanos.getAsLong());
    }

    boolean over() {
        return remainingNanos() == 0;
    }
}
