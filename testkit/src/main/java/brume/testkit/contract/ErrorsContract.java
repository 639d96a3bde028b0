package brume.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import brume.core.driver.CloudDriver;
import brume.core.driver.DriverException;
import brume.core.driver.InstanceSpec;
import brume.core.driver.ProviderRef;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@link Topic#REJECTED}, {@link Topic#UNREACHABLE}, {@link Topic#UNAUTHORIZED}, {@link Topic#NO_CAPACITY}, {@link Topic#LOST_REPLY}: trouble, sorted by what the
 * caller may do next.
 */
public interface ErrorsContract extends ContractTopic {
    @Test
    default void unknownImage_isRejected_andMakesNothing() {
        scene().topic(Topic.REJECTED);
        InstanceSpec spec = Specs.image(scene().spec("one"), "brume-no-such-image");

        assertThat(rejectionOf(spec).code()).isEqualTo("no-such-image");

        scene().awaitListed(scene().driver());
    }

    @Test
    default void impossibleName_isRejected_andMakesNothing() {
        scene().topic(Topic.REJECTED);

        for (String name : List.of("", "Upper", "1st", "under_score", "white space", "../up", "x".repeat(64))) {
            assertThat(rejectionOf(Specs.name(scene().spec("one"), name)).code()).as(name).isEqualTo("bad-request");
            scene().reuseAddress();
        }

        scene().awaitListed(scene().driver());
    }

    @Test
    default void refusal_saysWhat_inItsFact() {
        scene().topic(Topic.REJECTED);
        InstanceSpec one = Specs.image(scene().spec("one"), "brume-no-such-image");
        InstanceSpec two = Specs.image(scene().spec("two"), "brume-no-other-image");

        DriverException.Rejected first = rejectionOf(one);
        DriverException.Rejected second = rejectionOf(two);

        assertThat(first.getMessage()).as("messages are constant text").isEqualTo(second.getMessage());
        assertThat(first.fact()).isNotEqualTo(second.fact());
    }

    @Test
    default void unreachableProvider_isTransient_whateverTheCall() {
        scene().topic(Topic.UNREACHABLE);
        CloudDriver driver = scene().closing(scene().need(Topic.UNREACHABLE, scene().subject().unreachable(scene().deployment())));
        InstanceSpec spec = scene().spec("one");
        ProviderRef ref = scene().subject().absent();

        assertThatThrownBy(driver::list).isInstanceOf(DriverException.Transient.class);
        assertThatThrownBy(() -> driver.find(ref)).isInstanceOf(DriverException.Transient.class);
        assertThatThrownBy(() -> driver.create(spec, Scene.key(spec))).isInstanceOf(DriverException.Transient.class);
        assertThatThrownBy(() -> driver.start(ref)).isInstanceOf(DriverException.Transient.class);
        assertThatThrownBy(() -> driver.remove(ref)).isInstanceOf(DriverException.Transient.class);
    }

    @Test
    default void credentialsThatAreNotAccepted_areUnauthorized() {
        scene().topic(Topic.UNAUTHORIZED);
        CloudDriver driver = scene().closing(scene().need(Topic.UNAUTHORIZED, scene().subject().unauthorized(scene().deployment())));
        InstanceSpec spec = scene().spec("one");

        assertThatThrownBy(driver::list).isInstanceOf(DriverException.Unauthorized.class);
        assertThatThrownBy(() -> driver.create(spec, Scene.key(spec))).isInstanceOf(DriverException.Unauthorized.class);
    }

    @Test
    default void siteWithoutRoom_saysNoCapacity_andMakesNothing() {
        scene().topic(Topic.NO_CAPACITY);
        CloudDriver driver = scene().closing(scene().need(Topic.NO_CAPACITY, scene().subject().full(scene().deployment())));
        InstanceSpec spec = scene().spec("one");

        assertThatThrownBy(() -> driver.create(spec, Scene.key(spec))).isInstanceOf(DriverException.NoCapacity.class);

        scene().patience().pass(driver.capabilities().listingLag());
        assertThat(driver.list()).isEmpty();
    }

    @Test
    default void lostReplyOfACreate_isOutcomeUnknown_andLookingShowsTheMachine() {
        scene().topic(Topic.LOST_REPLY);
        CloudDriver losing = scene().closing(scene().need(Topic.LOST_REPLY, scene().subject().losingCreateReplies(scene().deployment())));
        InstanceSpec spec = scene().spec("one");

        assertThatThrownBy(() -> losing.create(spec, Scene.key(spec))).isInstanceOf(DriverException.OutcomeUnknown.class);

        scene().patience().untilPasses(() -> assertThat(scene().driver().list()).singleElement().satisfies(seen -> {
            assertThat(seen.tags()).isEqualTo(spec.tags());
            assertThat(seen.name()).isEqualTo(spec.name());
        }));
    }

    @Test
    default void createAfterALostReply_whereKeysAreHonoured_answersWithTheFirstMachine() {
        scene().topic(Topic.LOST_REPLY);
        CloudDriver healthy = scene().driver();
        assumeTrue(healthy.capabilities().honoursKeys(), "keys are not honoured");
        CloudDriver losing = scene().closing(scene().need(Topic.LOST_REPLY, scene().subject().losingCreateReplies(scene().deployment())));
        InstanceSpec spec = scene().spec("one");
        assertThatThrownBy(() -> losing.create(spec, Scene.key(spec))).isInstanceOf(DriverException.OutcomeUnknown.class);

        ProviderRef ref = healthy.create(spec, Scene.key(spec)).ref();

        scene().awaitRunning(healthy, ref);
        scene().awaitListed(healthy, ref);
    }

    private DriverException.Rejected rejectionOf(InstanceSpec spec) {
        return catchThrowableOfType(DriverException.Rejected.class, () -> scene().driver().create(spec, Scene.key(spec)));
    }
}
