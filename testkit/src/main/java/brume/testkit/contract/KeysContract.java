package brume.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import brume.core.driver.CloudDriver;
import brume.core.driver.CreateKey;
import brume.core.driver.DriverException;
import brume.core.driver.InstanceSpec;
import brume.core.driver.ObservedInstance;
import brume.core.driver.ProviderRef;
import brume.core.id.InstanceId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link Topic#KEYS}: what a repeat of {@code create} does. */
public interface KeysContract extends ContractTopic {
    @Test
    default void repeatedCreate_withTheSameKey_answersWithTheSameMachine() {
        scene().topic(Topic.KEYS);
        CloudDriver driver = honouring();
        InstanceSpec spec = scene().spec("one");

        ProviderRef first = driver.create(spec, Scene.key(spec)).ref();
        ProviderRef second = driver.create(spec, Scene.key(spec)).ref();
        scene().awaitRunning(driver, first);
        ProviderRef third = driver.create(spec, Scene.key(spec)).ref();

        assertThat(List.of(second, third)).containsOnly(first);
        scene().awaitListed(driver, first);
    }

    @Test
    default void repeatedCreate_byADriverThatKnowsNothing_answersWithTheSameMachine() {
        scene().topic(Topic.KEYS);
        CloudDriver driver = honouring();
        InstanceSpec spec = scene().spec("one");
        ProviderRef first = scene().running(spec).ref();

        ProviderRef second = scene().reopened().create(spec, Scene.key(spec)).ref();

        assertThat(second).isEqualTo(first);
        scene().awaitListed(driver, first);
    }

    @Test
    default void fourCreatesAtOnce_withTheSameKey_makeOneMachine() {
        scene().topic(Topic.KEYS);
        CloudDriver driver = honouring();
        InstanceSpec spec = scene().spec("one");

        List<ProviderRef> refs = AtOnce.run(4, i -> driver.create(spec, Scene.key(spec)).ref());

        assertThat(refs).containsOnly(refs.getFirst());
        scene().awaitListed(driver, refs.getFirst());
    }

    @Test
    default void keyOfTheNextGeneration_makesAnotherMachine() {
        scene().topic(Topic.KEYS);
        CloudDriver driver = scene().driver();
        InstanceId instance = scene().freshInstance();

        ObservedInstance first = scene().running(scene().spec(scene().deployment(), instance, 1, "one"));
        ObservedInstance second = scene().running(scene().spec(scene().deployment(), instance, 2, "one"));

        assertThat(second.ref()).isNotEqualTo(first.ref());
        assertThat(second.tags().generation()).isEqualTo(2);
        scene().awaitListed(driver, first.ref(), second.ref());
    }

    /** Whether keys are honoured or not, the caller must be able to see all that its repeats made. */
    @Test
    default void repeatedCreate_leavesNothingHidden() {
        scene().topic(Topic.KEYS);
        CloudDriver driver = scene().driver();
        InstanceSpec spec = scene().spec("one");
        ProviderRef first = scene().running(spec).ref();

        Optional<ProviderRef> second = createAgain(driver, spec);

        ProviderRef[] made = second.filter(ref -> !ref.equals(first)).map(ref -> new ProviderRef[] {first, ref}).orElse(new ProviderRef[] {first});
        scene().awaitListed(driver, made);
        assertThat(driver.list()).extracting(ObservedInstance::tags).containsOnly(spec.tags());
    }

    private static Optional<ProviderRef> createAgain(CloudDriver driver, InstanceSpec spec) {
        CreateKey key = Scene.key(spec);
        try {
            return Optional.of(driver.create(spec, key).ref());
        } catch (DriverException.Rejected nameIsTaken) {
            return Optional.empty();
        }
    }

    private CloudDriver honouring() {
        CloudDriver driver = scene().driver();
        assumeTrue(driver.capabilities().honoursKeys(), "keys are not honoured");
        return driver;
    }
}
