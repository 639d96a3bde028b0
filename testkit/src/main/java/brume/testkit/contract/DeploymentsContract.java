package brume.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.driver.CloudDriver;
import brume.core.driver.DriverException;
import brume.core.driver.ObservedInstance;
import brume.core.driver.PowerState;
import brume.core.driver.ProviderRef;
import brume.core.driver.StopMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Topic#DEPLOYMENTS} and {@link Topic#CONCURRENCY}: several at once, side by side. */
public interface DeploymentsContract extends ContractTopic {
    @Test
    default void twoDeployments_eachSeeTheirOwn() {
        scene().topic(Topic.DEPLOYMENTS);
        String other = scene().freshDeployment();
        CloudDriver ours = scene().driver();
        CloudDriver theirs = scene().driver(other);

        ProviderRef mine = scene().running(scene().spec("one")).ref();
        ProviderRef yours = scene().running(scene().spec(other, scene().freshInstance(), 1, "one")).ref();

        scene().awaitListed(ours, mine);
        scene().awaitListed(theirs, yours);
        assertThat(ours.find(yours)).isEmpty();
        assertThat(theirs.find(mine)).isEmpty();
    }

    @Test
    default void machineOfAnotherDeployment_isNotTouched_byAnyCall() {
        scene().topic(Topic.DEPLOYMENTS);
        CloudDriver theirs = scene().driver(scene().freshDeployment());
        ProviderRef mine = scene().running(scene().spec("one")).ref();

        theirs.stop(mine, new StopMode.Force());
        theirs.remove(mine);
        assertThatThrownBy(() -> theirs.start(mine))
                .isInstanceOfSatisfying(DriverException.Rejected.class, e -> assertThat(e.code()).isEqualTo("no-such-instance"));

        scene().patience().pass(theirs.capabilities().listingLag());
        assertThat(scene().driver().find(mine)).map(ObservedInstance::power).contains(PowerState.RUNNING);
    }

    @Test
    default void fourCreatesAtOnce_makeFourMachines() {
        scene().topic(Topic.CONCURRENCY);
        CloudDriver driver = scene().driver();
        var specs = List.of(scene().spec("one"), scene().spec("two"), scene().spec("three"), scene().spec("four"));

        List<ProviderRef> refs = AtOnce.run(specs.size(), i -> driver.create(specs.get(i), Scene.key(specs.get(i))).ref());

        assertThat(refs).doesNotHaveDuplicates();
        refs.forEach(ref -> scene().awaitRunning(driver, ref));
        scene().awaitListed(driver, refs.toArray(ProviderRef[]::new));
    }

    @Test
    default void listingWhileMachinesComeAndGo_neverFails() {
        scene().topic(Topic.CONCURRENCY);
        CloudDriver driver = scene().driver();
        ProviderRef old = scene().running(scene().spec("old")).ref();
        var fresh = List.of(scene().spec("one"), scene().spec("two"));

        List<Boolean> done = AtOnce.run(4, i -> switch (i) {
            case 0, 1 -> driver.create(fresh.get(i), Scene.key(fresh.get(i))).name().equals(fresh.get(i).name());
            case 2 -> {
                driver.remove(old);
                yield true;
            }
            default -> {
                int most = 0;
                for (int look = 0; look < 20; look++) {
                    most = Math.max(most, driver.list().size());
                }
                yield most <= 3;
            }
        });

        assertThat(done).containsOnly(true);
        scene().awaitGone(driver, old);
    }
}
