package brume.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.driver.CloudDriver;
import brume.core.driver.InstanceSpec;
import brume.core.driver.ProviderRef;
import brume.core.id.InstanceId;
import org.junit.jupiter.api.Test;

/** {@link Topic#REMOVAL}: a machine ends, once and for all, whatever it was doing. */
public interface RemovalContract extends ContractTopic {
    @Test
    default void removedMachine_isGone_andTheOthersStay() {
        scene().topic(Topic.REMOVAL);
        CloudDriver driver = scene().driver();
        ProviderRef one = scene().running(scene().spec("one")).ref();
        ProviderRef two = scene().running(scene().spec("two")).ref();

        driver.remove(one);

        scene().awaitGone(driver, one);
        scene().awaitListed(driver, two);
    }

    @Test
    default void stoppedMachine_isRemovedToo() {
        scene().topic(Topic.REMOVAL);
        CloudDriver driver = scene().driver();
        ProviderRef ref = scene().stopped(scene().spec("one")).ref();

        driver.remove(ref);

        scene().awaitGone(driver, ref);
    }

    @Test
    default void machineThatStillStarts_isRemovedToo() {
        scene().topic(Topic.REMOVAL);
        CloudDriver driver = scene().driver();
        InstanceSpec spec = scene().spec("one");
        ProviderRef ref = driver.create(spec, Scene.key(spec)).ref();

        scene().patience().until("the machine is listed", () -> driver.find(ref).isPresent());
        driver.remove(ref);

        scene().awaitGone(driver, ref);
    }

    @Test
    default void removalRepeated_hasNoEffect() {
        scene().topic(Topic.REMOVAL);
        CloudDriver driver = scene().driver();
        ProviderRef ref = scene().running(scene().spec("one")).ref();

        driver.remove(ref);
        driver.remove(ref);
        scene().awaitGone(driver, ref);
        driver.remove(ref);

        scene().awaitListed(driver);
    }

    @Test
    default void removalOfAnAbsentMachine_hasNoEffect() {
        scene().topic(Topic.REMOVAL);

        scene().driver().remove(scene().subject().absent());

        assertThat(scene().driver().list()).isEmpty();
    }

    @Test
    default void nextGeneration_canBeMadeAfterRemoval_underTheSameName() {
        scene().topic(Topic.REMOVAL);
        CloudDriver driver = scene().driver();
        InstanceId instance = scene().freshInstance();
        InstanceSpec first = scene().spec(scene().deployment(), instance, 1, "one");
        ProviderRef old = scene().running(first).ref();
        driver.remove(old);
        scene().awaitGone(driver, old);

        InstanceSpec second = Specs.name(scene().spec(scene().deployment(), instance, 2, "one"), first.name());
        ProviderRef fresh = scene().running(second).ref();

        scene().awaitListed(driver, fresh);
        assertThat(driver.find(fresh)).hasValueSatisfying(seen -> assertThat(seen.tags()).isEqualTo(second.tags()));
    }
}
