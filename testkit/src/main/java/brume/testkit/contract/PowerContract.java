package brume.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.driver.CloudDriver;
import brume.core.driver.DriverException;
import brume.core.driver.ObservedInstance;
import brume.core.driver.PowerState;
import brume.core.driver.ProviderRef;
import brume.core.driver.StopMode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@link Topic#POWER}: starting and stopping, both safe to repeat. */
public interface PowerContract extends ContractTopic {
    @Test
    default void stoppedMachine_isStillListed_andStartsAgain() {
        scene().topic(Topic.POWER);
        CloudDriver driver = scene().driver();
        ObservedInstance stopped = scene().stopped(scene().spec("one"));

        scene().awaitListed(driver, stopped.ref());
        driver.start(stopped.ref());

        ObservedInstance again = scene().awaitRunning(driver, stopped.ref());
        assertThat(again.name()).isEqualTo(stopped.name());
    }

    @Test
    default void gracefulStop_endsWithAStoppedMachine() {
        scene().topic(Topic.POWER);
        CloudDriver driver = scene().driver();
        ProviderRef ref = scene().running(scene().spec("one")).ref();

        driver.stop(ref, new StopMode.Graceful(Duration.ofSeconds(5)));

        assertThat(scene().awaitStopped(driver, ref).power()).isEqualTo(PowerState.STOPPED);
    }

    @Test
    default void stopOfAStoppedMachine_hasNoEffect() {
        scene().topic(Topic.POWER);
        CloudDriver driver = scene().driver();
        ProviderRef ref = scene().stopped(scene().spec("one")).ref();

        driver.stop(ref, new StopMode.Force());
        driver.stop(ref, new StopMode.Graceful(Duration.ofSeconds(1)));

        assertThat(scene().awaitStopped(driver, ref).ref()).isEqualTo(ref);
    }

    @Test
    default void startOfARunningMachine_hasNoEffect() {
        scene().topic(Topic.POWER);
        CloudDriver driver = scene().driver();
        ProviderRef ref = scene().running(scene().spec("one")).ref();

        driver.start(ref);

        assertThat(driver.find(ref)).map(ObservedInstance::power).contains(PowerState.RUNNING);
    }

    @Test
    default void stopOfAnAbsentMachine_hasNoEffect() {
        scene().topic(Topic.POWER);

        scene().driver().stop(scene().subject().absent(), new StopMode.Force());
        scene().driver().stop(scene().subject().absent(), new StopMode.Graceful(Duration.ofSeconds(1)));

        assertThat(scene().driver().list()).isEmpty();
    }

    @Test
    default void startOfAnAbsentMachine_isRejected() {
        scene().topic(Topic.POWER);
        CloudDriver driver = scene().driver();

        assertThatThrownBy(() -> driver.start(scene().subject().absent()))
                .isInstanceOfSatisfying(DriverException.Rejected.class, e -> assertThat(e.code()).isEqualTo("no-such-instance"));
    }
}
