package brume.director.sim;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.driver.ObservedInstance;
import brume.core.driver.PowerState;
import brume.core.id.InstanceId;
import brume.core.outcome.Reason;
import brume.director.db.Life;
import brume.director.engine.Kind;
import brume.director.instance.Instance;
import brume.director.instance.Power;
import brume.testkit.fake.FakeCloud.Death;
import brume.testkit.fake.FakeCloudSettings;
import brume.testkit.fake.FakeFaults;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One thing going wrong at a time. */
final class StoryTest {
    private static World world(FakeCloudSettings cloud) {
        return new World(Storm.quiet(cloud), 1, Variation.NONE);
    }

    private static Instance row(World world, InstanceId id) {
        return world.director().instances().find(id).orElseThrow();
    }

    private static String reason(World world, InstanceId id) {
        return world.director().due().explain(Kind.INSTANCE, id.value()).orElseThrow().reason().map(Reason::code).orElse("");
    }

    private static void passes(World world, int count) {
        for (int i = 0; i < count; i++) {
            if (!world.pass()) {
                world.advance(Duration.ofMinutes(1));
            }
        }
    }

    private static long calls(World world, String verb) {
        return world.trace().lines().stream().filter(line -> line.contains(" " + verb + " ")).count();
    }

    @Test
    void lostCreateReply_isAdopted_notRepeated() {
        try (World world = world(FakeCloudSettings.withoutKeys())) {
            InstanceId id = world.users().want(Power.ON, 0);
            world.cloud().faults(FakeFaults.NONE.withLostReply(1));
            world.pass();
            world.pass();
            assertThat(world.cloud().truth()).hasSize(0);
            world.calm();
            assertThat(calls(world, "create")).isOne();
            assertThat(world.cloud().truth()).hasSize(1);
            assertThat(row(world, id).generation()).isOne();
        }
    }

    @Test
    void lostCreateReply_isRepeatedWithTheSameKey_whereKeysAreHonoured() {
        try (World world = world(FakeCloudSettings.lateWithKeys())) {
            world.users().want(Power.ON, 0);
            world.cloud().faults(FakeFaults.NONE.withLostReply(1));
            passes(world, 6);
            world.calm();
            assertThat(calls(world, "create")).isGreaterThan(1);
            assertThat(world.cloud().truth()).hasSize(1);
        }
    }

    @Test
    void createThatTakesEffectAfterTheRowDied_isSwept() {
        try (World world = world(FakeCloudSettings.withoutKeys())) {
            InstanceId id = world.users().want(Power.ON, 0);
            world.cloud().faults(FakeFaults.NONE.withLateEffect(1, Duration.ofHours(2)));
            passes(world, 3);
            world.cloud().calm();
            world.users().wantGone(id);
            while (row(world, id).life() != Life.DEAD) {
                passes(world, 1);
            }
            assertThat(world.cloud().truth()).as("not yet there").isEmpty();
            assertThat(world.cloud().nextChange()).isPresent();
            world.calm();
            assertThat(world.cloud().truth()).isEmpty();
        }
    }

    @Test
    void duplicate_isReaped() {
        try (World world = world(FakeCloudSettings.withoutKeys())) {
            world.users().want(Power.ON, 0);
            world.cloud().faults(FakeFaults.NONE.withDuplicate(1));
            passes(world, 4);
            world.calm();
            assertThat(world.cloud().truth()).hasSize(1);
            assertThat(calls(world, "remove")).isPositive();
        }
    }

    @Test
    void vanishedMachine_isSucceeded_withTheSameAddressAndVolumes() {
        try (World world = world(FakeCloudSettings.containers())) {
            InstanceId id = world.users().want(Power.ON, 2);
            world.calm();
            Instance before = row(world, id);
            Set<String> volumes = volumes(world);
            world.cloud().die(before.seen().orElseThrow().ref(), Death.VANISHES);
            world.calm();
            Instance after = row(world, id);
            assertThat(after.generation()).isEqualTo(2);
            assertThat(after.address()).isEqualTo(before.address()).isPresent();
            assertThat(volumes(world)).isEqualTo(volumes).hasSize(2);
            assertThat(calls(world, "remove volume")).isZero();
        }
    }

    private static Set<String> volumes(World world) {
        return Set.copyOf(world.cloud().volumeTruth().stream().map(v -> v.name()).toList());
    }

    @Test
    void failedMachine_isRemovedAndSucceeded() {
        try (World world = world(FakeCloudSettings.lateWithKeys())) {
            InstanceId id = world.users().want(Power.ON, 1);
            world.calm();
            world.cloud().die(row(world, id).seen().orElseThrow().ref(), Death.FAILS);
            world.calm();
            assertThat(row(world, id).generation()).isEqualTo(2);
            assertThat(world.cloud().truth()).extracting(ObservedInstance::power).containsExactly(PowerState.RUNNING);
        }
    }

    @Test
    void imageThatNeverBoots_isTriedEverMoreSlowly_andSaidAloud() {
        try (World world = world(FakeCloudSettings.containers())) {
            InstanceId id = world.users().want(Power.ON, 0);
            world.cloud().faults(FakeFaults.NONE.withBootFails(1));
            passes(world, 400);
            assertThat(row(world, id).generation()).isBetween(6L, 20L);
            assertThat(reason(world, id)).isEqualTo("machines-keep-ending");
            world.calm();
        }
    }

    @Test
    void fullSite_isSaid_andTriedAgain() {
        try (World world = world(FakeCloudSettings.containers().withCapacity(1))) {
            InstanceId first = world.users().want(Power.ON, 0);
            world.calm();
            InstanceId second = world.users().want(Power.ON, 0);
            passes(world, 10);
            assertThat(reason(world, second)).isEqualTo("no-capacity");
            world.users().wantGone(first);
            world.calm();
            assertThat(row(world, second).seen()).isPresent();
        }
    }

    @Test
    void unknownImage_isSaid() {
        try (World world = world(FakeCloudSettings.containers().withImages(Set.of("another")))) {
            InstanceId id = world.users().want(Power.ON, 0);
            passes(world, 10);
            assertThat(reason(world, id)).isEqualTo("no-such-image");
        }
    }

    @Test
    void exhaustedPool_isSaid_andAddressesComeBack() {
        try (World world = world(FakeCloudSettings.containers())) {
            List<InstanceId> all = IntStream.range(0, 236).mapToObj(i -> world.users().want(Power.OFF, 0)).toList();
            InstanceId last = all.getLast();
            world.users().wantPower(last, Power.ON);
            passes(world, 500);
            assertThat(reason(world, last)).isEqualTo("no-address");
            world.users().wantGone(all.getFirst());
            world.calm();
            assertThat(row(world, last).address()).isPresent();
        }
    }

    @Test
    void siteThatIsAway_isSaid_andWakesItsTenantsWhenItAnswersAgain() {
        try (World world = world(FakeCloudSettings.containers())) {
            InstanceId id = world.users().want(Power.ON, 0);
            world.calm();
            world.cloud().faults(FakeFaults.NONE.withTransient(1));
            passes(world, 300);
            assertThat(reason(world, id)).isEqualTo("site-unreachable");
            assertThat(world.director().sites().find(world.site()).orElseThrow().seen().orElseThrow().ok()).isFalse();
            world.calm();
            passes(world, 300);
            assertThat(reason(world, id)).isEmpty();
            assertThat(world.director().sites().find(world.site()).orElseThrow().seen().orElseThrow().ok()).isTrue();
        }
    }

    @Test
    void deadRow_isPurgedAfterAWhile() {
        try (World world = world(FakeCloudSettings.containers())) {
            InstanceId id = world.users().want(Power.ON, 1);
            world.calm();
            world.users().wantGone(id);
            world.calm();
            assertThat(row(world, id).life()).isEqualTo(Life.DEAD);
            while (world.director().instances().find(id).isPresent()) {
                passes(world, 1);
            }
            assertThat(world.director().due().explain(Kind.INSTANCE, id.value())).isEmpty();
        }
    }
}
