package brume.director.sim;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.id.AppId;
import brume.core.id.InstanceId;
import brume.director.instance.Power;
import brume.testkit.fake.FakeCloudSettings;
import brume.testkit.sim.CrashPoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The life of one node, and of one application, with the director dying once at every boundary in turn: before and after every commit and every call. */
final class CrashPointsTest {
    /** On clouds that take their time, and for applications, many boundaries differ in nothing: one in so many is tried, primes, so that all kinds come up. */
    private static final int STRIDE_LATE = 5;

    private static final int STRIDE_APPLICATION = 41;

    static Stream<Arguments> clouds() {
        return Stream.of(
                Arguments.of(FakeCloudSettings.containers(), 1),
                Arguments.of(FakeCloudSettings.lateWithKeys(), STRIDE_LATE),
                Arguments.of(FakeCloudSettings.withoutKeys(), STRIDE_LATE),
                Arguments.of(FakeCloudSettings.namedWithoutKeys(), STRIDE_LATE));
    }

    @ParameterizedTest
    @MethodSource("clouds")
    void directorDiesAnywhere_andTheLifeGoesOn(FakeCloudSettings cloud, int stride) {
        long boundaries = life(cloud, CrashPoint.never());
        assertThat(boundaries).isGreaterThan(50);
        assertThat(failures(boundaries, stride, crash -> life(cloud, crash))).isEmpty();
    }

    @Test
    void directorDies_andTheApplicationIsDeployedAllTheSame() {
        long boundaries = application(CrashPoint.never());
        assertThat(boundaries).isGreaterThan(300);
        assertThat(failures(boundaries, STRIDE_APPLICATION, CrashPointsTest::application)).isEmpty();
    }

    private static List<String> failures(long boundaries, int stride, Consumer<CrashPoint> life) {
        return LongStream.iterate(1, at -> at <= boundaries, at -> at + stride).parallel().mapToObj(at -> failure(at, life)).flatMap(Optional::stream).toList();
    }

    private static Optional<String> failure(long at, Consumer<CrashPoint> life) {
        try {
            life.accept(CrashPoint.at(at));
            return Optional.empty();
        } catch (AssertionError failure) {
            return Optional.of(at + ": " + failure.getMessage());
        }
    }

    /** Deployed, changed, stopped, started, deleted. Answers how many boundaries there were. */
    private static long application(CrashPoint crash) {
        try (SimWorld world = new SimWorld(Storm.quietWhole(FakeCloudSettings.containers()), 1, Variation.NONE)) {
            AppUsers users = world.appUsers();
            world.chaos().crashAt(crash);
            while (users.living().isEmpty()) {
                world.act("deploy", () -> users.deploy(Map.of("php", Map.of(), "mysql", Map.of())));
            }
            world.settle();
            AppId app = users.living().getFirst();
            world.act("scale", () -> users.scale(users.service(app, "php"), "backend", 1));
            world.act("activate", () -> users.activate(users.service(app, "php")));
            world.settle();
            world.act("stop", () -> users.run(app, false));
            world.settle();
            world.act("start", () -> users.run(app, true));
            world.settle();
            world.act("delete", () -> users.delete(app));
            world.settle();
            return crash.passed();
        }
    }

    /** Made with a volume, configured otherwise, off, on, gone. Answers how many boundaries there were. */
    private static long life(FakeCloudSettings cloud, CrashPoint crash) {
        try (SimWorld world = new SimWorld(Storm.quiet(cloud), 1, Variation.NONE)) {
            NodeUsers users = world.nodeUsers();
            world.chaos().crashAt(crash);
            while (users.promises().isEmpty()) {
                world.act("want", () -> users.want(Power.ON, 1));
            }
            world.settle();
            InstanceId id = users.promises().keySet().iterator().next();
            world.act("configure", () -> users.wantRoles(id));
            world.settle();
            world.act("off", () -> users.wantPower(id, Power.OFF));
            world.settle();
            world.act("on", () -> users.wantPower(id, Power.ON));
            world.settle();
            world.act("gone", () -> users.wantGone(id));
            world.settle();
            return crash.passed();
        }
    }
}
