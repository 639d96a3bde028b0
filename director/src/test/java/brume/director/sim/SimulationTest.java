package brume.director.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Seeds by the thousand: {@code -Dbrume.sim.seeds=N}. One seed alone: {@code -Dbrume.sim.seed=S}, which prints its trace when it fails. */
final class SimulationTest {
    private static final int SEEDS = Integer.getInteger("brume.sim.seeds", 300);

    @Test
    void everySeed_settles() {
        Long one = Long.getLong("brume.sim.seed");
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        LongStream seeds = one == null ? LongStream.range(0, SEEDS).parallel() : LongStream.of(one);
        seeds.forEach(seed -> Runs.failure(seed, Variation.NONE).ifPresent(failures::add));
        assertThat(failures).as("%s seeds failed", failures.size()).isEmpty();
    }

    @Test
    void oneSeed_isOneTrace() {
        for (long seed = 0; seed < 5; seed++) {
            List<String> first = Runs.trace(seed);
            assertThat(Runs.trace(seed)).isEqualTo(first).hasSizeGreaterThan(20);
        }
    }
}
