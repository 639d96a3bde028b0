package brume.director.sim;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.id.AppId;
import brume.core.id.InstanceId;
import brume.director.instance.Power;
import brume.testkit.fake.FakeCloudSettings;
import brume.testkit.sim.CrashPoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The life of one node, and of one application, with the director dying at every boundary in turn: before and after every commit and every call. A life has scenes, each played until
 * all has settled; one run of it lets the director die once in each of them, at the boundary of the run's number, so that every boundary of every scene has its run.
 */
final class CrashPointsTest {
    private static final Deaths NONE = new Deaths(0, Optional.empty());

    static Stream<FakeCloudSettings> clouds() {
        return Stream.of(
                FakeCloudSettings.containers(), FakeCloudSettings.lateWithKeys(), FakeCloudSettings.withoutKeys(), FakeCloudSettings.namedWithoutKeys());
    }

    @ParameterizedTest
    @MethodSource("clouds")
    void directorDiesAnywhere_andTheLifeOfANodeGoesOn(FakeCloudSettings cloud) {
        assertThat(everywhere(deaths -> node(cloud, 1, deaths))).isGreaterThan(50);
    }

    @ParameterizedTest
    @MethodSource("clouds")
    void directorDiesAnywhere_andAnotherOneGoesOn(FakeCloudSettings cloud) {
        assertThat(everywhere(deaths -> node(cloud, 2, deaths))).isGreaterThan(50);
    }

    @Test
    void directorDiesAnywhere_andTheLifeOfAnApplicationGoesOn() {
        assertThat(everywhere(CrashPointsTest::application)).isGreaterThan(300);
    }

    /** Where the director dies in a run: at boundary {@code at}, counted from 1 in each scene, of every scene or of one. */
    private record Deaths(long at, Optional<Integer> only) {
        CrashPoint in(int scene) {
            boolean dies = at > 0 && only.filter(one -> one != scene).isEmpty();
            return dies ? CrashPoint.at(at) : CrashPoint.never();
        }
    }

    private interface Life {
        /** Answers how many boundaries each scene had. */
        List<Long> live(Deaths deaths);
    }

    /** Lets the director die at every boundary. Answers how many there are. */
    private static long everywhere(Life life) {
        List<Long> scenes = life.live(NONE);
        List<String> failures = LongStream.rangeClosed(1, Collections.max(scenes))
                .parallel()
                .mapToObj(at -> failure(at, life, scenes))
                .flatMap(Optional::stream)
                .toList();
        assertThat(failures).isEmpty();
        return scenes.stream().mapToLong(Long::longValue).sum();
    }

    private static Optional<String> failure(long at, Life life, List<Long> scenes) {
        try {
            List<Long> played = life.live(new Deaths(at, Optional.empty()));
            for (int scene = 0; scene < scenes.size(); scene++) {
                if (at <= scenes.get(scene) && played.get(scene) < at) {
                    // what an earlier death left behind made this scene shorter
                    assertThat(life.live(new Deaths(at, Optional.of(scene))).get(scene)).isGreaterThanOrEqualTo(at);
                }
            }
            return Optional.empty();
        } catch (AssertionError failure) {
            return Optional.of(at + ": " + failure.getMessage());
        }
    }

    /** The scenes of one run. */
    private static final class Stage {
        private final SimWorld world;
        private final Deaths deaths;
        private final List<Long> boundaries = new ArrayList<>();

        Stage(SimWorld world, Deaths deaths) {
            this.world = world;
            this.deaths = deaths;
        }

        void scene(String name, Runnable act) {
            scene(name, act, () -> true);
        }

        /** @param done whether the act was written down: whoever gets no answer looks, and tries again */
        void scene(String name, Runnable act, BooleanSupplier done) {
            CrashPoint point = deaths.in(boundaries.size());
            world.chaos().crashAt(point);
            do {
                world.act(name, act);
            } while (!done.getAsBoolean());
            world.settle();
            boundaries.add(point.passed());
        }
    }

    /** Deployed, grown, changed, stopped, started, deleted. */
    private static List<Long> application(Deaths deaths) {
        try (SimWorld world = new SimWorld(Storm.quietWhole(FakeCloudSettings.containers()), 1, Variation.NONE)) {
            AppUsers users = world.appUsers();
            Stage stage = new Stage(world, deaths);
            stage.scene("deploy", () -> users.deploy(Map.of("php", Map.of(), "mysql", Map.of())), () -> !users.living().isEmpty());
            AppId app = users.living().getFirst();
            stage.scene("scale", () -> users.scale(users.service(app, "php"), "backend", 1));
            stage.scene("activate", () -> users.activate(users.service(app, "php")));
            stage.scene("stop", () -> users.run(app, false));
            stage.scene("start", () -> users.run(app, true));
            stage.scene("delete", () -> users.delete(app));
            return stage.boundaries;
        }
    }

    /** Made with a volume, configured otherwise, off, on, gone. */
    private static List<Long> node(FakeCloudSettings cloud, int directors, Deaths deaths) {
        try (SimWorld world = new SimWorld(Storm.quiet(cloud), 1, Variation.NONE, directors)) {
            NodeUsers users = world.nodeUsers();
            Stage stage = new Stage(world, deaths);
            stage.scene("want", () -> users.want(Power.ON, 1), () -> !users.promises().isEmpty());
            InstanceId id = users.promises().keySet().iterator().next();
            stage.scene("configure", () -> users.wantRoles(id));
            stage.scene("off", () -> users.wantPower(id, Power.OFF));
            stage.scene("on", () -> users.wantPower(id, Power.ON));
            stage.scene("gone", () -> users.wantGone(id));
            return stage.boundaries;
        }
    }
}
