package brume.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.driver.CloudDriver;
import brume.core.driver.InstanceSpec;
import brume.core.driver.ObservedInstance;
import brume.core.driver.ProviderRef;
import org.junit.jupiter.api.Test;

/** {@link Topic#LISTING}: what the listing shows, and by when. */
public interface ListingContract extends ContractTopic {
    @Test
    default void freshDeployment_listsNothing() {
        scene().topic(Topic.LISTING);

        assertThat(scene().driver().list()).isEmpty();
    }

    @Test
    default void createdMachine_isListed_onceTheLagIsOver() {
        scene().topic(Topic.LISTING);
        CloudDriver driver = scene().driver();
        InstanceSpec spec = scene().spec("one");

        ProviderRef ref = driver.create(spec, Scene.key(spec)).ref();
        scene().patience().pass(driver.capabilities().listingLag());

        assertThat(Scene.refs(driver)).containsExactly(ref);
        assertThat(driver.find(ref)).isPresent();
    }

    @Test
    default void listing_agreesWithFind() {
        scene().topic(Topic.LISTING);
        CloudDriver driver = scene().driver();
        scene().running(scene().spec("one"));
        scene().stopped(scene().spec("two"));

        scene().patience().untilPasses(() -> assertThat(driver.list())
                .hasSize(2)
                .allSatisfy(listed -> assertThat(driver.find(listed.ref())).hasValueSatisfying(found -> assertThat(identity(found))
                        .isEqualTo(identity(listed)))));
    }

    @Test
    default void absentReference_isNotFound() {
        scene().topic(Topic.LISTING);

        assertThat(scene().driver().find(scene().subject().absent())).isEmpty();
    }

    @Test
    default void reopenedDriver_listsWhatTheFirstMade() {
        scene().topic(Topic.LISTING);
        ProviderRef ref = scene().running(scene().spec("one")).ref();

        scene().awaitListed(scene().reopened(), ref);
    }

    private static String identity(ObservedInstance seen) {
        return seen.ref() + " " + seen.name() + " " + seen.tags() + " " + seen.power() + " " + seen.createdAt();
    }
}
