package brume.director.sim;

import static org.assertj.core.api.Assertions.assertThat;

import brume.testkit.sim.SeedRunner;
import brume.testkit.sim.Trace;
import org.junit.jupiter.api.Test;

/**
 * Seeds by the thousand: {@code -Dbrume.sim.seeds=N}. One seed alone: {@code -Dbrume.sim.seed=S}, which prints its trace. One in {@link Storm#WHOLE_EVERY} is of the whole director,
 * the others of its lower half, which is much quicker.
 */
final class SimulationTest {
    @Test
    void everySeed_settles() {
        SeedRunner.Result result = SeedRunner.of("brume.director.sim.SimulationTest#everySeed_settles")
                .threads(Runtime.getRuntime().availableProcessors())
                .run(seed -> SimWorld.play(seed, Variation.NONE));
        assertThat(result.steps()).isPositive();
    }

    @Test
    void oneSeed_isOneTrace() {
        for (long seed = 0; seed < 2 * Storm.WHOLE_EVERY; seed++) {
            Trace first = SimWorld.play(seed, Variation.NONE);
            Trace again = SimWorld.play(seed, Variation.NONE);
            assertThat(again.tail()).isEqualTo(first.tail()).hasSizeGreaterThan(20);
            assertThat(again.digest()).isEqualTo(first.digest());
        }
    }
}
