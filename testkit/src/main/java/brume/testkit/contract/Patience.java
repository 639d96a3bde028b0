package brume.testkit.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The only way in which tests wait: it polls, and gives up after a bound. On a virtual clock, waiting is advancing the clock. Immutable; as thread-safe as its pause.
 */
public final class Patience {
    private static final Duration REAL_STEP = Duration.ofMillis(20);

    private final InstantSource clock;
    private final Duration limit;
    private final Duration step;
    private final Consumer<Duration> pause;

    private Patience(InstantSource clock, Duration limit, Duration step, Consumer<Duration> pause) {
        this.clock = Objects.requireNonNull(clock);
        this.limit = Objects.requireNonNull(limit);
        this.step = Objects.requireNonNull(step);
        this.pause = Objects.requireNonNull(pause);
    }

    /** Waits on the machine's own clock, looking every 20 ms, for at most {@code limit} each time. */
    public static Patience real(Duration limit) {
        return new Patience(InstantSource.system(), limit, REAL_STEP, Patience::sleep);
    }

    /**
     * Waits on a clock that only the test moves.
     *
     * @param advance moves {@code clock} forward
     */
    public static Patience virtual(InstantSource clock, Consumer<Duration> advance, Duration limit, Duration step) {
        return new Patience(clock, limit, step, advance);
    }

    /** The same patience with another bound. */
    public Patience atMost(Duration other) {
        return new Patience(clock, other, step, pause);
    }

    /** Lets that much time go by. For what is promised to hold after a time, such as a listing lag. */
    public void pass(Duration time) {
        if (time.isPositive()) {
            pause.accept(time);
        }
    }

    /** Returns once {@code done} says so. {@code what} completes the sentence "gave up waiting until …". */
    public void until(String what, BooleanSupplier done) {
        untilPresent(what, () -> done.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** Returns the first thing that {@code look} finds. */
    public <T> T untilPresent(String what, Supplier<Optional<T>> look) {
        Instant end = clock.instant().plus(limit);
        while (true) {
            Optional<T> found = look.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (clock.instant().isAfter(end)) {
                throw new AssertionError("gave up waiting until " + what + " after " + limit);
            }
            pause.accept(step);
        }
    }

    /** Returns once {@code assertions} pass; throws their last failure when the time is over. */
    public void untilPasses(Runnable assertions) {
        Instant end = clock.instant().plus(limit);
        while (true) {
            try {
                assertions.run();
                return;
            } catch (AssertionError failure) {
                if (clock.instant().isAfter(end)) {
                    throw failure;
                }
            }
            pause.accept(step);
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", interrupted);
        }
    }
}
