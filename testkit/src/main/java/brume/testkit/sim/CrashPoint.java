package brume.testkit.sim;

import brume.testkit.fake.CallGate;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.random.RandomGenerator;

/**
 * Where the process can die: every boundary that it passes is counted, and at chosen ones a {@link SimulatedCrash} is thrown. Serves as the gate of a fake driver; a store's commit
 * gate calls {@link #pass}. For one thread.
 */
public final class CrashPoint implements CallGate {
    private LongPredicate here;
    private long passed;

    private CrashPoint(LongPredicate here) {
        this.here = Objects.requireNonNull(here);
    }

    public static CrashPoint never() {
        return new CrashPoint(number -> false);
    }

    /** Dies at these boundaries, counted from 1. */
    public static CrashPoint at(Long... numbers) {
        Set<Long> chosen = Set.of(numbers);
        return new CrashPoint(chosen::contains);
    }

    /** Dies at each boundary with that probability. */
    public static CrashPoint byChance(RandomGenerator random, double share) {
        return new CrashPoint(number -> random.nextDouble() < share);
    }

    /** Dies no more. */
    public void calm() {
        here = number -> false;
    }

    /** Boundaries passed so far: a run without crashes tells how many there are to choose from. */
    public long passed() {
        return passed;
    }

    /** Passes one boundary. */
    public void pass(String where) {
        passed++;
        if (here.test(passed)) {
            throw new SimulatedCrash(where + " (boundary " + passed + ")");
        }
    }

    @Override
    public void before(String call) {
        pass("before " + call);
    }

    @Override
    public void after(String call) {
        pass("after " + call);
    }
}
