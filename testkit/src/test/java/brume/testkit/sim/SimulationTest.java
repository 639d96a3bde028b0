package brume.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import brume.testkit.fake.FakeCloudSettings;
import brume.testkit.sim.ToyDirector.Mistake;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SimulationTest {
    private static final Set<Mistake> NONE = EnumSet.noneOf(Mistake.class);
    private static final int SEEDS = 200;

    @Test
    void directorWithoutMistakes_settles_onEveryCloud() {
        for (FakeCloudSettings settings : List.of(
                FakeCloudSettings.withoutKeys(), FakeCloudSettings.lateWithKeys(), FakeCloudSettings.containers(), FakeCloudSettings.namedWithoutKeys())) {
            runner("directorWithoutMistakes_settles_onEveryCloud").run(seed -> ToyWorld.play(seed, settings, NONE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void plantedMistake_isFound(Mistake mistake) {
        Set<Mistake> mistakes = mistake == Mistake.FORGETS_DELETION ? EnumSet.of(mistake, Mistake.NO_SWEEPER) : EnumSet.of(mistake);

        AssertionError failure = catchThrowableOfType(
                AssertionError.class,
                () -> runner("plantedMistake_isFound").run(seed -> ToyWorld.play(seed, FakeCloudSettings.withoutKeys(), mistakes)));

        assertThat(failure).hasMessageContaining("-Dbrume.sim.seed=").hasMessageContaining("steps:");
    }

    @Test
    void oneSeed_givesOneTrace() {
        long first = ToyWorld.play(4, FakeCloudSettings.withoutKeys(), NONE).digest();
        long again = ToyWorld.play(4, FakeCloudSettings.withoutKeys(), NONE).digest();
        long other = ToyWorld.play(5, FakeCloudSettings.withoutKeys(), NONE).digest();

        assertThat(again).isEqualTo(first).isNotEqualTo(other);
    }

    @Test
    void twoThreads_giveTheResultOfOne() {
        SeedRunner runner = runner("twoThreads_giveTheResultOfOne").seeds(20);

        SeedRunner.Result one = runner.threads(1).run(seed -> ToyWorld.play(seed, FakeCloudSettings.withoutKeys(), NONE));
        SeedRunner.Result two = runner.threads(2).run(seed -> ToyWorld.play(seed, FakeCloudSettings.withoutKeys(), NONE));

        assertThat(two.digest()).isEqualTo(one.digest());
        assertThat(two.steps()).isEqualTo(one.steps());
    }

    @Test
    void playThatDiffersFromItself_isFound() {
        VirtualClock clock = new VirtualClock();
        int[] plays = {0};

        assertThatThrownBy(() -> runner("playThatDiffersFromItself_isFound").run(seed -> {
                    Trace trace = new Trace(clock);
                    trace.add("same");
                    trace.add("play " + plays[0]++);
                    return trace;
                }))
                .hasMessageContaining("gave two traces")
                .hasMessageContaining("play 0")
                .hasMessageContaining("play 1");
    }

    @Test
    void crashPoint_diesAtTheChosenBoundary_only() {
        CrashPoint crash = CrashPoint.at(2L);

        crash.before("list");
        assertThatThrownBy(() -> crash.after("list")).isInstanceOf(SimulatedCrash.class).hasMessage("after list (boundary 2)");
        crash.before("list");

        assertThat(crash.passed()).isEqualTo(3);
    }

    @Test
    void concerns_haveTheirOwnChance() {
        SimRandom random = new SimRandom(1);

        assertThat(random.of("a").nextLong()).isEqualTo(random.of("a").nextLong()).isNotEqualTo(random.of("b").nextLong());
        assertThat(new SimRandom(2).of("a").nextLong()).isNotEqualTo(random.of("a").nextLong());
    }

    @Test
    void brokenInvariant_isNamed_withItsEvidence() {
        VirtualClock clock = new VirtualClock();
        Trace trace = new Trace(clock);
        Simulation simulation = new Simulation(clock, new SimRandom(1), trace, SimulationLimits.USUAL);

        assertThatThrownBy(() -> simulation.play(new StillWorld(List.of(new Invariant("the sky is up", () -> Optional.of("it fell"))))))
                .isInstanceOfSatisfying(SimulationFailure.class, failure -> assertThat(failure.what()).isEqualTo("the sky is up"))
                .hasMessageContaining("it fell");
    }

    private static SeedRunner runner(String method) {
        return SeedRunner.of("SimulationTest#" + method).seeds(SEEDS);
    }

    /** Nothing ever happens here. */
    private record StillWorld(List<Invariant> invariants) implements World {
        @Override
        public List<Move> moves() {
            return List.of();
        }

        @Override
        public Optional<Instant> nextEvent() {
            return Optional.empty();
        }

        @Override
        public void restart(SimulatedCrash crash) {
            throw new IllegalStateException("nothing can crash here", crash);
        }

        @Override
        public void calm() {}

        @Override
        public List<String> unsettled() {
            return List.of();
        }

        @Override
        public List<Invariant> invariantsAtRest() {
            return List.of();
        }
    }
}
