package brume.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.driver.CloudDriver;
import brume.core.driver.DriverException;
import brume.core.driver.InstanceSpec;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link Topic#INTERRUPTS} and {@link Topic#DEADLINES}: no call holds a thread for ever. */
public interface InterruptsContract extends ContractTopic {
    Duration SHORT = Duration.ofSeconds(1);
    Duration LONG = Duration.ofMinutes(10);

    @Test
    default void interruptedThread_keepsItsFlag_andAnInterruptIsADriverException() {
        scene().topic(Topic.INTERRUPTS);
        CloudDriver driver = scene().driver();

        Thread.currentThread().interrupt();
        try {
            assertThat(driver.list()).isEmpty();
        } catch (DriverException.Transient | DriverException.OutcomeUnknown interrupted) {
            assertThat(interrupted.getMessage()).isNotBlank();
        }

        assertThat(Thread.interrupted()).as("the flag stays for the caller to see").isTrue();
    }

    @Test
    default void createOnAnInterruptedThread_tellsTheTruth() {
        scene().topic(Topic.INTERRUPTS);
        CloudDriver driver = scene().driver();
        InstanceSpec spec = scene().spec("one");

        Thread.currentThread().interrupt();
        int least = 1;
        int most = 1;
        try {
            driver.create(spec, Scene.key(spec));
        } catch (DriverException.Transient nothingWasDone) {
            least = 0;
            most = 0;
        } catch (DriverException.OutcomeUnknown oneOrNone) {
            least = 0;
        }

        assertThat(Thread.interrupted()).isTrue();
        scene().patience().pass(driver.capabilities().listingLag());
        assertThat(driver.list()).hasSizeBetween(least, most);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    default void silentProvider_isGivenUp_atTheDeadline() {
        scene().topic(Topic.DEADLINES);
        CloudDriver driver = silent(SHORT);
        InstanceSpec spec = scene().spec("one");

        assertThatThrownBy(driver::list).isInstanceOfAny(DriverException.Transient.class, DriverException.OutcomeUnknown.class);
        assertThatThrownBy(() -> driver.create(spec, Scene.key(spec)))
                .as("whoever had the request may act on it")
                .isInstanceOf(DriverException.OutcomeUnknown.class);
        assertThatThrownBy(() -> driver.remove(scene().subject().absent())).isInstanceOf(DriverException.class);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    default void callThatWaits_endsWhenInterrupted() throws InterruptedException {
        scene().topic(Topic.DEADLINES);
        CloudDriver driver = silent(LONG);
        FutureTask<?> call = new FutureTask<>(driver::list);
        Thread caller = Thread.ofVirtual().start(call);

        do {
            caller.interrupt(); // again and again, because the first ones may come before it waits
        } while (!caller.join(Duration.ofMillis(50)));

        assertThat(call.exceptionNow()).isInstanceOf(DriverException.class);
    }

    private CloudDriver silent(Duration deadline) {
        return scene().closing(scene().need(Topic.DEADLINES, scene().subject().silent(scene().deployment(), deadline)));
    }
}
