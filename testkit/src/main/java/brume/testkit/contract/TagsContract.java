package brume.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.driver.CloudDriver;
import brume.core.driver.DriverException;
import brume.core.driver.InstanceSpec;
import brume.core.driver.ObservedInstance;
import brume.core.driver.ProviderRef;
import brume.core.driver.StopMode;
import org.junit.jupiter.api.Test;

/** {@link Topic#TAGS}: what is not ours does not exist for us. */
public interface TagsContract extends ContractTopic {
    @Test
    default void untaggedMachine_isNeitherListedNorFound() {
        ForeignResource foreign = foreign("other");
        CloudDriver driver = scene().driver();
        ProviderRef ours = scene().running(scene().spec("ours")).ref();

        assertThat(driver.find(new ProviderRef(foreign.handle()))).isEmpty();
        scene().awaitListed(driver, ours);
    }

    @Test
    default void untaggedMachine_isNotTouched_byAnyCall() {
        ForeignResource foreign = foreign("other");
        CloudDriver driver = scene().driver();
        ProviderRef ref = new ProviderRef(foreign.handle());

        driver.stop(ref, new StopMode.Force());
        driver.remove(ref);

        assertThatThrownBy(() -> driver.start(ref))
                .isInstanceOfSatisfying(DriverException.Rejected.class, e -> assertThat(e.code()).isEqualTo("no-such-instance"));
        assertThat(foreign.untouched()).isTrue();
    }

    /** A driver that recognises its own machine by name must look at the tag as well before it answers with it. */
    @Test
    default void createByTheNameOfAnUntaggedMachine_doesNotAdoptIt() {
        InstanceSpec spec = scene().spec("taken");
        ForeignResource foreign = scene().closing(scene().need(Topic.TAGS, scene().subject().foreignMachine(spec.name())));
        CloudDriver driver = scene().driver();

        try {
            ObservedInstance made = driver.create(spec, Scene.key(spec));
            assertThat(made.ref().value()).isNotEqualTo(foreign.handle());
        } catch (DriverException.Rejected namesAreUniqueHere) {
            assertThat(driver.list()).isEmpty();
        }

        assertThat(foreign.untouched()).isTrue();
    }

    @Test
    default void tags_surviveStopAndStart() {
        scene().topic(Topic.TAGS);
        CloudDriver driver = scene().driver();
        InstanceSpec spec = scene().spec("one");
        ProviderRef ref = scene().stopped(spec).ref();

        driver.start(ref);

        assertThat(scene().awaitRunning(driver, ref).tags()).isEqualTo(spec.tags());
    }

    private ForeignResource foreign(String label) {
        String name = scene().freshDeployment() + "-" + label;
        return scene().closing(scene().need(Topic.TAGS, scene().subject().foreignMachine(name)));
    }
}
