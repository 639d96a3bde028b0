package brume.director.sim;

import static org.assertj.core.api.Assertions.assertThat;

import brume.testkit.sim.SeedRunner;
import brume.testkit.sim.Trace;
import org.junit.jupiter.api.Test;

/** Seeds by the thousand: {@code -Dbrume.sim.seeds=N}. One seed alone: {@code -Dbrume.sim.seed=S}, which prints its trace. */
final class SimulationTest {
    /** The lower half of the director is in every whole one; alone it is pressed harder, and quickly played. */
    private static final int NODES_ONE_IN = 5;

    /** Two directors do all that one does, and wait for each other. */
    private static final int TWO_ONE_IN = 5;

    private static final int COMPARED = 24;

    @Test
    void everySeed_settles() {
        SeedRunner.Result result = SeedRunner.of("brume.director.sim.SimulationTest#everySeed_settles")
                .threads(Runtime.getRuntime().availableProcessors())
                .run(seed -> SimWorld.play(seed, Variation.NONE));
        assertThat(result.steps()).isPositive();
    }

    @Test
    void everySeedOfNodes_settles() {
        SeedRunner.Result result = SeedRunner.of("brume.director.sim.SimulationTest#everySeedOfNodes_settles")
                .threads(Runtime.getRuntime().availableProcessors())
                .oneIn(NODES_ONE_IN)
                .run(seed -> SimWorld.playNodes(seed, Variation.NONE));
        assertThat(result.steps()).isPositive();
    }

    @Test
    void everySeedOfTwoDirectors_settles() {
        SeedRunner.Result result = SeedRunner.of("brume.director.sim.SimulationTest#everySeedOfTwoDirectors_settles")
                .threads(Runtime.getRuntime().availableProcessors())
                .oneIn(TWO_ONE_IN)
                .run(seed -> SimWorld.playTwo(seed, Variation.NONE));
        assertThat(result.steps()).isPositive();
    }

    @Test
    void oneSeed_isOneTrace() {
        for (long seed = 0; seed < COMPARED; seed++) {
            isOneTrace(seed, SimWorld::play);
            isOneTrace(seed, SimWorld::playNodes);
            isOneTrace(seed, SimWorld::playTwo);
        }
    }

    private interface Play {
        Trace of(long seed, Variation variation);
    }

    private static void isOneTrace(long seed, Play play) {
        Trace first = play.of(seed, Variation.NONE);
        Trace again = play.of(seed, Variation.NONE);
        assertThat(again.tail()).isEqualTo(first.tail()).hasSizeGreaterThan(20);
        assertThat(again.digest()).isEqualTo(first.digest());
    }
}
