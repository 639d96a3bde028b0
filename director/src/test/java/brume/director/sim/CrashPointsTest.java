package brume.director.sim;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.id.InstanceId;
import brume.director.instance.Power;
import brume.testkit.fake.FakeCloudSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The life of one instance, with the director dying once at every boundary in turn: before and after every commit and every call. */
final class CrashPointsTest {
    static Stream<FakeCloudSettings> clouds() {
        return Stream.of(
                FakeCloudSettings.containers(), FakeCloudSettings.lateWithKeys(), FakeCloudSettings.withoutKeys(), FakeCloudSettings.namedWithoutKeys());
    }

    @ParameterizedTest
    @MethodSource("clouds")
    void directorDiesAnywhere_andTheLifeGoesOn(FakeCloudSettings cloud) {
        long boundaries = life(cloud, -1);
        assertThat(boundaries).isGreaterThan(50);
        List<String> failures = new ArrayList<>();
        for (long at = 0; at < boundaries; at++) {
            try {
                life(cloud, at);
            } catch (Violation violation) {
                failures.add(at + ": " + violation.getMessage());
            }
        }
        assertThat(failures).isEmpty();
    }

    /** Made with a volume, off, on, gone. Answers how many boundaries there were. */
    private static long life(FakeCloudSettings cloud, long crashAt) {
        try (World world = new World(Storm.quiet(cloud), 1, Variation.NONE)) {
            world.chaos().crashAt(crashAt);
            while (world.users().promises().isEmpty()) {
                world.surviving(() -> world.users().want(Power.ON, 1), true);
            }
            world.calm();
            InstanceId id = world.users().promises().keySet().iterator().next();
            world.surviving(() -> world.users().wantPower(id, Power.OFF), true);
            world.calm();
            world.surviving(() -> world.users().wantPower(id, Power.ON), true);
            world.calm();
            world.surviving(() -> world.users().wantGone(id), true);
            world.calm();
            return world.chaos().boundaries();
        }
    }
}
