package brume.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.driver.CloudDriver;
import brume.core.driver.CreateKey;
import brume.core.driver.DriverException;
import brume.core.driver.Flavor;
import brume.core.driver.InstanceSpec;
import brume.core.driver.ObservedInstance;
import brume.core.driver.PowerState;
import brume.core.driver.ProviderRef;
import brume.core.driver.StopMode;
import brume.core.driver.Tags;
import brume.core.id.InstanceId;
import brume.core.quantity.Bytes;
import brume.core.quantity.Millicores;
import brume.testkit.sim.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class FakeCloudTest {
    private static final String DEPLOYMENT = "brume";
    private static final FakeCloudSettings LATE = FakeCloudSettings.withoutKeys();

    private final VirtualClock clock = new VirtualClock();

    @Test
    void listing_showsTheWorldAsItWasTheLagAgo() {
        FakeCloud cloud = cloud(LATE.withListingLag(Duration.ofSeconds(10)));
        CloudDriver driver = cloud.driver(DEPLOYMENT);
        ProviderRef ref = create(driver, 1).ref();
        clock.advance(Duration.ofSeconds(10));
        assertThat(driver.list()).as("created 1 s after the order, so seen after 11 s").isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(driver.list()).extracting(ObservedInstance::power).containsExactly(PowerState.STARTING);
        clock.advance(Duration.ofSeconds(20));
        assertThat(driver.list()).extracting(ObservedInstance::power).containsExactly(PowerState.RUNNING);

        driver.remove(ref);
        clock.advance(Duration.ofSeconds(9));
        assertThat(driver.list()).extracting(ObservedInstance::power).as("the removal is not seen yet").containsExactly(PowerState.RUNNING);
        clock.advance(Duration.ofSeconds(4));
        assertThat(cloud.truth()).as("gone in truth").isEmpty();
        assertThat(driver.find(ref)).as("and still shown").isPresent();
        clock.advance(Duration.ofSeconds(2));
        assertThat(driver.list()).isEmpty();
    }

    @Test
    void lostReply_leavesTheMachine() {
        FakeCloud cloud = cloud(FakeCloudSettings.containers());
        cloud.faults(FakeFaults.NONE.withLostReply(1));
        CloudDriver driver = cloud.driver(DEPLOYMENT);

        assertThatThrownBy(() -> create(driver, 1)).isInstanceOf(DriverException.OutcomeUnknown.class);

        assertThat(cloud.truth()).hasSize(1);
    }

    @Test
    void lateEffect_comesWithinItsBound_alsoInCalm() {
        FakeCloud cloud = cloud(FakeCloudSettings.containers());
        cloud.faults(FakeFaults.NONE.withLateEffect(1, Duration.ofSeconds(30)));
        CloudDriver driver = cloud.driver(DEPLOYMENT);
        assertThatThrownBy(() -> create(driver, 1)).isInstanceOf(DriverException.OutcomeUnknown.class);
        cloud.calm();
        assertThat(cloud.truth()).isEmpty();

        clock.advance(Duration.ofSeconds(30));

        assertThat(cloud.truth()).hasSize(1);
    }

    @Test
    void lateCreate_afterTheSameKeyWasUsedAgain_makesNoSecondMachine_whereKeysAreHonoured() {
        FakeCloud cloud = cloud(FakeCloudSettings.lateWithKeys());
        cloud.faults(FakeFaults.NONE.withLateEffect(1, Duration.ofSeconds(30)));
        CloudDriver driver = cloud.driver(DEPLOYMENT);
        assertThatThrownBy(() -> create(driver, 1)).isInstanceOf(DriverException.OutcomeUnknown.class);
        cloud.calm();

        create(driver, 1);
        clock.advance(Duration.ofMinutes(2));

        assertThat(cloud.truth()).hasSize(1);
    }

    @Test
    void repeatedCreate_makesTwoMachines_whereKeysAreIgnored() {
        FakeCloud cloud = cloud(LATE);
        CloudDriver driver = cloud.driver(DEPLOYMENT);

        create(driver, 1);
        create(driver, 1);
        clock.advance(Duration.ofMinutes(1));

        assertThat(driver.list()).hasSize(2);
        assertThat(cloud.guests()).hasSize(2);
    }

    @Test
    void duplicate_isMadeOfOneOrder() {
        FakeCloud cloud = cloud(LATE);
        cloud.faults(FakeFaults.NONE.withDuplicate(1));

        create(cloud.driver(DEPLOYMENT), 1);
        clock.advance(Duration.ofMinutes(1));

        assertThat(cloud.truth()).hasSize(2);
    }

    @Test
    void failedBoot_isShown_andNeverStarts() {
        FakeCloud cloud = cloud(FakeCloudSettings.containers());
        cloud.faults(FakeFaults.NONE.withBootFails(1));
        CloudDriver driver = cloud.driver(DEPLOYMENT);
        ProviderRef ref = create(driver, 1).ref();
        clock.advance(Duration.ofSeconds(1));

        assertThat(driver.find(ref)).map(ObservedInstance::power).contains(PowerState.FAILED);
        assertThatThrownBy(() -> driver.start(ref)).isInstanceOf(DriverException.Rejected.class);
        assertThat(cloud.guest(ref)).isEmpty();
    }

    @Test
    void hostDeath_takesItsMachinesOnly() {
        FakeCloud cloud = cloud(FakeCloudSettings.containers().withHosts(2));
        CloudDriver driver = cloud.driver(DEPLOYMENT);
        for (int i = 1; i <= 4; i++) {
            create(driver, i);
        }
        clock.advance(Duration.ofSeconds(1));

        cloud.hostDies("host0", FakeCloud.Death.VANISHES);

        assertThat(driver.list()).hasSize(2).extracting(ObservedInstance::host).containsOnly("host1");
    }

    @Test
    void eachBoot_hasItsOwnBootId_andTheSameOrders() {
        FakeCloud cloud = cloud(FakeCloudSettings.containers());
        CloudDriver driver = cloud.driver(DEPLOYMENT);
        ProviderRef ref = create(driver, 1).ref();
        clock.advance(Duration.ofSeconds(1));
        FakeGuest first = cloud.guest(ref).orElseThrow();

        driver.stop(ref, new StopMode.Force());
        driver.start(ref);
        clock.advance(Duration.ofSeconds(1));

        FakeGuest second = cloud.guest(ref).orElseThrow();
        assertThat(second.bootId()).isNotEqualTo(first.bootId());
        assertThat(second.bootstrap()).isEqualTo(first.bootstrap()).isEqualTo("orders 1");
    }

    @Test
    void askingToRemoveAForeignMachine_isRemembered() {
        FakeCloud cloud = cloud(FakeCloudSettings.containers());
        var foreign = cloud.foreignMachine("somebody-else");

        cloud.driver(DEPLOYMENT).remove(new ProviderRef("somebody-else"));

        assertThat(foreign.untouched()).isTrue();
        assertThat(cloud.foreignAttempts()).containsExactly("remove somebody-else");
    }

    @Test
    void sameSeed_givesTheSameWorld() {
        assertThat(storm(5)).isEqualTo(storm(5)).isNotEqualTo(storm(6));
    }

    @Test
    void storm_endsInCalm_withEveryMachineRemovable() {
        FakeCloud cloud = new FakeCloud(LATE, clock, new SplittableRandom(11));
        cloud.faults(FakeFaults.wild());
        CloudDriver driver = cloud.driver(DEPLOYMENT);
        for (int i = 1; i <= 200; i++) {
            attempt(driver, i);
            clock.advance(Duration.ofSeconds(1));
        }
        cloud.calm();
        clock.advance(Duration.ofMinutes(5));
        assertThat(driver.list()).isNotEmpty();

        driver.list().forEach(machine -> driver.remove(machine.ref()));
        clock.advance(Duration.ofMinutes(1));

        assertThat(driver.list()).isEmpty();
        assertThat(cloud.truth()).isEmpty();
    }

    @Test
    void twentyFiveThousandMachines_areNoTrouble() {
        FakeCloud cloud = cloud(LATE);
        CloudDriver driver = cloud.driver(DEPLOYMENT);
        int many = 25_000;
        List<ProviderRef> refs = new ArrayList<>();
        for (int i = 1; i <= many; i++) {
            refs.add(create(driver, i).ref());
        }
        clock.advance(Duration.ofMinutes(1));
        assertThat(driver.list()).hasSize(many);
        assertThat(cloud.guests()).hasSize(many);

        refs.forEach(driver::remove);
        clock.advance(Duration.ofMinutes(1));

        assertThat(driver.list()).isEmpty();
    }

    private String storm(long seed) {
        VirtualClock own = new VirtualClock();
        FakeCloud cloud = new FakeCloud(LATE, own, new SplittableRandom(seed));
        cloud.faults(FakeFaults.wild());
        CloudDriver driver = cloud.driver(DEPLOYMENT);
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 100; i++) {
            text.append(attempt(driver, i)).append('\n');
            own.advance(Duration.ofMillis(700));
        }
        return text.append(cloud.truth()).toString();
    }

    private static String attempt(CloudDriver driver, int number) {
        try {
            return create(driver, number) + " " + driver.list().size();
        } catch (DriverException failure) {
            return failure.getClass().getSimpleName();
        }
    }

    private FakeCloud cloud(FakeCloudSettings settings) {
        return new FakeCloud(settings, clock, new SplittableRandom(1));
    }

    private static ObservedInstance create(CloudDriver driver, int number) {
        InstanceId id = new InstanceId(new UUID(0, number));
        Flavor flavor = new Flavor(Millicores.ofCores(1), Bytes.ofMiB(256), Bytes.ofGiB(1));
        String address = "10." + (100 + number / 65536) + "." + number / 256 % 256 + "." + number % 256;
        InstanceSpec spec = new InstanceSpec(
                "brume-php-" + number, "services", flavor, new Tags(DEPLOYMENT, id, 1), Optional.of(address), "orders " + number, List.of());
        return driver.create(spec, new CreateKey(id, 1));
    }
}
