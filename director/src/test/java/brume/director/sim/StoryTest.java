package brume.director.sim;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.driver.ObservedInstance;
import brume.core.driver.PowerState;
import brume.core.id.AppId;
import brume.core.id.InstanceId;
import brume.core.outcome.Reason;
import brume.director.db.Life;
import brume.director.engine.Kind;
import brume.director.instance.Instance;
import brume.director.instance.Power;
import brume.testkit.fake.FakeCloud.Death;
import brume.testkit.fake.FakeCloudSettings;
import brume.testkit.fake.FakeFaults;
import brume.testkit.sim.FakeAgent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One thing going wrong at a time. */
final class StoryTest {
    private static SimWorld world(FakeCloudSettings cloud) {
        return new SimWorld(Storm.quiet(cloud), 1, Variation.NONE);
    }

    private static Instance row(SimWorld world, InstanceId id) {
        return world.director().instances().find(id).orElseThrow();
    }

    private static String reason(SimWorld world, InstanceId id) {
        return world.director().due().explain(Kind.INSTANCE, id.value()).orElseThrow().reason().map(Reason::code).orElse("");
    }

    private static long calls(SimWorld world, String verb) {
        return world.trace().tail().stream().filter(line -> line.contains(" " + verb + " ")).count();
    }

    @Test
    void lostCreateReply_isAdopted_notRepeated() {
        try (SimWorld world = world(FakeCloudSettings.withoutKeys())) {
            InstanceId id = world.nodeUsers().want(Power.ON, 0);
            world.cloud().faults(FakeFaults.NONE.withLostReply(1));
            world.passes(1);
            world.passes(1);
            assertThat(world.cloud().truth()).hasSize(0);
            world.settle();
            assertThat(calls(world, "create")).isOne();
            assertThat(world.cloud().truth()).hasSize(1);
            assertThat(row(world, id).generation()).isOne();
        }
    }

    @Test
    void lostCreateReply_isRepeatedWithTheSameKey_whereKeysAreHonoured() {
        try (SimWorld world = world(FakeCloudSettings.lateWithKeys())) {
            world.nodeUsers().want(Power.ON, 0);
            world.cloud().faults(FakeFaults.NONE.withLostReply(1));
            world.passes(6);
            world.settle();
            assertThat(calls(world, "create")).isGreaterThan(1);
            assertThat(world.cloud().truth()).hasSize(1);
        }
    }

    @Test
    void createThatTakesEffectAfterTheRowDied_isSwept() {
        try (SimWorld world = world(FakeCloudSettings.withoutKeys())) {
            InstanceId id = world.nodeUsers().want(Power.ON, 0);
            world.cloud().faults(FakeFaults.NONE.withLateEffect(1, Duration.ofHours(2)));
            world.passes(3);
            world.cloud().calm();
            world.nodeUsers().wantGone(id);
            while (row(world, id).life() != Life.DEAD) {
                world.passes(1);
            }
            assertThat(world.cloud().truth()).as("not yet there").isEmpty();
            assertThat(world.cloud().nextChange()).isPresent();
            world.settle();
            assertThat(world.cloud().truth()).isEmpty();
        }
    }

    @Test
    void duplicate_isReaped() {
        try (SimWorld world = world(FakeCloudSettings.withoutKeys())) {
            world.nodeUsers().want(Power.ON, 0);
            world.cloud().faults(FakeFaults.NONE.withDuplicate(1));
            world.passes(4);
            world.settle();
            assertThat(world.cloud().truth()).hasSize(1);
            assertThat(calls(world, "remove")).isPositive();
        }
    }

    @Test
    void vanishedMachine_isSucceeded_withTheSameAddressAndVolumes() {
        try (SimWorld world = world(FakeCloudSettings.containers())) {
            InstanceId id = world.nodeUsers().want(Power.ON, 2);
            world.settle();
            Instance before = row(world, id);
            Set<String> volumes = volumes(world);
            world.cloud().die(before.seen().orElseThrow().ref(), Death.VANISHES);
            world.settle();
            Instance after = row(world, id);
            assertThat(after.generation()).isEqualTo(2);
            assertThat(after.address()).isEqualTo(before.address()).isPresent();
            assertThat(volumes(world)).isEqualTo(volumes).hasSize(2);
            assertThat(calls(world, "remove volume")).isZero();
        }
    }

    private static Set<String> volumes(SimWorld world) {
        return Set.copyOf(world.cloud().volumeTruth().stream().map(v -> v.name()).toList());
    }

    @Test
    void failedMachine_isRemovedAndSucceeded() {
        try (SimWorld world = world(FakeCloudSettings.lateWithKeys())) {
            InstanceId id = world.nodeUsers().want(Power.ON, 1);
            world.settle();
            world.cloud().die(row(world, id).seen().orElseThrow().ref(), Death.FAILS);
            world.settle();
            assertThat(row(world, id).generation()).isEqualTo(2);
            assertThat(world.cloud().truth()).extracting(ObservedInstance::power).containsExactly(PowerState.RUNNING);
        }
    }

    @Test
    void imageThatNeverBoots_isTriedEverMoreSlowly_andSaidAloud() {
        try (SimWorld world = world(FakeCloudSettings.containers())) {
            InstanceId id = world.nodeUsers().want(Power.ON, 0);
            world.cloud().faults(FakeFaults.NONE.withBootFails(1));
            world.passes(400);
            assertThat(row(world, id).generation()).isBetween(6L, 20L);
            assertThat(reason(world, id)).isEqualTo("machines-keep-ending");
            world.settle();
        }
    }

    @Test
    void fullSite_isSaid_andTriedAgain() {
        try (SimWorld world = world(FakeCloudSettings.containers().withCapacity(1))) {
            InstanceId first = world.nodeUsers().want(Power.ON, 0);
            world.settle();
            InstanceId second = world.nodeUsers().want(Power.ON, 0);
            world.passes(10);
            assertThat(reason(world, second)).isEqualTo("no-capacity");
            world.nodeUsers().wantGone(first);
            world.settle();
            assertThat(row(world, second).seen()).isPresent();
        }
    }

    @Test
    void unknownImage_isSaid() {
        try (SimWorld world = world(FakeCloudSettings.containers().withImages(Set.of("another")))) {
            InstanceId id = world.nodeUsers().want(Power.ON, 0);
            world.passes(10);
            assertThat(reason(world, id)).isEqualTo("no-such-image");
        }
    }

    @Test
    void exhaustedPool_isSaid_andAddressesComeBack() {
        try (SimWorld world = world(FakeCloudSettings.containers())) {
            List<InstanceId> all = IntStream.range(0, 236).mapToObj(i -> world.nodeUsers().want(Power.OFF, 0)).toList();
            InstanceId last = all.getLast();
            world.nodeUsers().wantPower(last, Power.ON);
            world.passes(500);
            assertThat(reason(world, last)).isEqualTo("no-address");
            world.nodeUsers().wantGone(all.getFirst());
            world.settle();
            assertThat(row(world, last).address()).isPresent();
        }
    }

    @Test
    void siteThatIsAway_isSaid_andWakesItsTenantsWhenItAnswersAgain() {
        try (SimWorld world = world(FakeCloudSettings.containers())) {
            InstanceId id = world.nodeUsers().want(Power.ON, 0);
            world.settle();
            world.cloud().faults(FakeFaults.NONE.withTransient(1));
            world.passes(300);
            assertThat(reason(world, id)).isEqualTo("site-unreachable");
            assertThat(world.director().sites().find(world.site()).orElseThrow().seen().orElseThrow().ok()).isFalse();
            world.settle();
            world.passes(300);
            assertThat(reason(world, id)).isEmpty();
            assertThat(world.director().sites().find(world.site()).orElseThrow().seen().orElseThrow().ok()).isTrue();
        }
    }

    @Test
    void deadRow_isPurgedAfterAWhile() {
        try (SimWorld world = world(FakeCloudSettings.containers())) {
            InstanceId id = world.nodeUsers().want(Power.ON, 1);
            world.settle();
            world.nodeUsers().wantGone(id);
            world.settle();
            assertThat(row(world, id).life()).isEqualTo(Life.DEAD);
            while (world.director().instances().find(id).isPresent()) {
                world.passes(1);
            }
            assertThat(world.director().due().explain(Kind.INSTANCE, id.value())).isEmpty();
        }
    }

    @Test
    void secondMachineOfOneOrder_getsNoIdentity() {
        secondMachineComes(Variation.NONE);
    }

    /** An order whose answer was lost takes effect long after another was given: two machines of one generation run, and the director does not look. */
    static void secondMachineComes(Variation variation) {
        try (SimWorld world = new SimWorld(Storm.quiet(FakeCloudSettings.withoutKeys()), 1, variation)) {
            InstanceId id = world.nodeUsers().want(Power.ON, 0);
            world.cloud().faults(FakeFaults.NONE.withLateEffect(1, Duration.ofHours(2)));
            while (row(world, id).askedAt().isEmpty()) {
                world.passes(1);
            }
            world.cloud().calm();
            while (world.agents().running().stream().noneMatch(FakeAgent::copyRuns)) {
                world.passes(1);
            }
            world.clock().advanceTo(world.cloud().nextChange().orElseThrow());
            world.clock().advance(Duration.ofSeconds(30));
            assertThat(world.cloud().guests()).hasSize(2);
            world.agentsAct();
            assertThat(world.agents().running().stream().filter(FakeAgent::copyRuns)).hasSize(1);
            world.settle();
        }
    }

    @Test
    void backend_isRemovedOnlyWhenNobodyAsksIt() {
        backendIsTakenAway(Variation.NONE);
    }

    /** A php service goes from three backends to two. */
    static void backendIsTakenAway(Variation variation) {
        try (SimWorld world = new SimWorld(Storm.quietWhole(FakeCloudSettings.containers()), 1, variation)) {
            AppUsers users = world.appUsers();
            AppId app = users.deploy(Map.of("php", Map.of("backend", 3, "web", 2)));
            world.settle();
            users.scale(users.service(app, "php"), "backend", -1);
            world.settle();
        }
    }

    @Test
    void database_isRemovedOnlyWhenItHasLeftTheCluster() {
        databaseIsTakenAway(Variation.NONE);
    }

    /** A mysql service goes from three nodes to two. */
    static void databaseIsTakenAway(Variation variation) {
        try (SimWorld world = new SimWorld(Storm.quietWhole(FakeCloudSettings.containers()), 1, variation)) {
            AppUsers users = world.appUsers();
            AppId app = users.deploy(Map.of("mysql", Map.of("mysql", 3, "glb", 1)));
            world.settle();
            users.scale(users.service(app, "mysql"), "mysql", -1);
            world.settle();
        }
    }

    @Test
    void application_isDeployedChangedStoppedStartedAndDeleted() {
        try (SimWorld world = new SimWorld(Storm.quietWhole(FakeCloudSettings.containers()), 1, Variation.NONE)) {
            AppUsers users = world.appUsers();
            AppId app = users.deploy(Map.of("php", Map.of("backend", 2), "mysql", Map.of("mysql", 2)));
            world.settle();
            assertThat(world.cloud().truth()).hasSize(5);
            users.activate(users.service(app, "php"));
            users.run(app, false);
            world.settle();
            assertThat(world.cloud().guests()).isEmpty();
            assertThat(world.cloud().truth()).hasSize(5);
            users.run(app, true);
            world.settle();
            users.delete(app);
            world.settle();
            assertThat(world.cloud().truth()).isEmpty();
            assertThat(world.cloud().volumeTruth()).isEmpty();
        }
    }
}
