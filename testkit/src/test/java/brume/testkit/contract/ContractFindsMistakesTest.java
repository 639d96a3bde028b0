package brume.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.driver.CloudDriver;
import brume.core.driver.Flavor;
import brume.testkit.contract.MisbehavingDriver.Mistake;
import brume.testkit.fake.FakeCloudSettings;
import brume.testkit.fake.FakeUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ContractFindsMistakesTest {
    @ParameterizedTest
    @EnumSource
    void driverWithAMistake_fails_andWithoutItPasses(Mistake mistake) {
        FakeCloudSettings settings = switch (mistake) {
            case DENIES_ITS_LAG, FORGETS_KEYS -> FakeCloudSettings.lateWithKeys();
            case ANSWERS_WITH_OTHER_TAGS, LISTS_OTHERS, REMOVES_OTHERS, START_OF_ABSENT_IS_SILENT, STOP_OF_ABSENT_FAILS, REMOVES_NOTHING,
                    IGNORES_THE_ADDRESS, WRONG_CODE_FOR_IMAGE, TELLS_THE_BOOTSTRAP -> FakeCloudSettings.containers();
        };
        Consumer<CloudDriverContract> test = finder(mistake);

        Suite bad = new Suite(new FakeUnderTest(settings), Optional.of(mistake));
        assertThatThrownBy(() -> bad.play(test)).isInstanceOfAny(AssertionError.class, RuntimeException.class);

        new Suite(new FakeUnderTest(settings), Optional.empty()).play(test);
    }

    /** The test that is there for this mistake. */
    private static Consumer<CloudDriverContract> finder(Mistake mistake) {
        return switch (mistake) {
            case ANSWERS_WITH_OTHER_TAGS -> CreateContract::createReply_namesTheMachineThatIsListed;
            case FORGETS_KEYS -> KeysContract::repeatedCreate_withTheSameKey_answersWithTheSameMachine;
            case LISTS_OTHERS -> DeploymentsContract::twoDeployments_eachSeeTheirOwn;
            case REMOVES_OTHERS -> DeploymentsContract::machineOfAnotherDeployment_isNotTouched_byAnyCall;
            case START_OF_ABSENT_IS_SILENT -> PowerContract::startOfAnAbsentMachine_isRejected;
            case STOP_OF_ABSENT_FAILS -> PowerContract::stopOfAnAbsentMachine_hasNoEffect;
            case REMOVES_NOTHING -> RemovalContract::removedMachine_isGone_andTheOthersStay;
            case DENIES_ITS_LAG -> ListingContract::createdMachine_isListed_onceTheLagIsOver;
            case IGNORES_THE_ADDRESS -> AddressContract::machine_takesTheAddressItWasOrderedWith;
            case WRONG_CODE_FOR_IMAGE -> ErrorsContract::unknownImage_isRejected_andMakesNothing;
            case TELLS_THE_BOOTSTRAP -> BootstrapContract::refusedOrder_doesNotTellTheText;
        };
    }

    @Test
    void everythingThatATestMade_isRemovedAfterIt() {
        FakeUnderTest subject = new FakeUnderTest(FakeCloudSettings.lateWithKeys());
        Suite suite = new Suite(subject, Optional.empty());

        suite.play(contract -> {
            contract.scene().running(contract.scene().spec("one"));
            contract.scene().stopped(contract.scene().spec(contract.scene().freshDeployment(), contract.scene().freshInstance(), 1, "two"));
            assertThat(subject.cloud().truth()).hasSize(2);
        });

        assertThat(subject.cloud().truth()).isEmpty();
        assertThat(subject.cloud().volumeTruth()).isEmpty();
    }

    @Test
    void topicThatIsNeitherSuppliedNorLeftOut_fails() {
        Suite suite = new Suite(new Bare(new FakeUnderTest(FakeCloudSettings.containers())), Optional.empty());

        assertThatThrownBy(() -> suite.play(TagsContract::untaggedMachine_isNotTouched_byAnyCall))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("TAGS");
    }

    /** Plays single tests of the contract as the platform would. */
    private static final class Suite extends CloudDriverContract {
        private final DriverUnderTest subject;

        private Suite(DriverUnderTest good, Optional<Mistake> mistake) {
            this.subject = mistake.<DriverUnderTest>map(m -> new Mistaken(good, m, new ArrayList<>())).orElse(good);
        }

        @Override
        protected DriverUnderTest subject() {
            return subject;
        }

        private void play(Consumer<CloudDriverContract> test) {
            openScene();
            test.accept(this);
            removeEverythingMade();
        }
    }

    /** Supplies only what has no default. */
    private record Bare(DriverUnderTest good) implements DriverUnderTest {
        @Override
        public CloudDriver open(String deployment) {
            return good.open(deployment);
        }

        @Override
        public String image() {
            return good.image();
        }

        @Override
        public Flavor flavor() {
            return good.flavor();
        }

        @Override
        public Patience patience() {
            return good.patience();
        }

        @Override
        public Map<Topic, String> optOuts() {
            return Map.of();
        }
    }

    private record Mistaken(DriverUnderTest good, Mistake mistake, List<CloudDriver> opened) implements DriverUnderTest {
        @Override
        public CloudDriver open(String deployment) {
            CloudDriver driver = good.open(deployment);
            opened.add(driver);
            return new MisbehavingDriver(driver, opened, mistake);
        }

        @Override
        public String image() {
            return good.image();
        }

        @Override
        public Flavor flavor() {
            return good.flavor();
        }

        @Override
        public Patience patience() {
            return good.patience();
        }

        @Override
        public Map<Topic, String> optOuts() {
            return good.optOuts();
        }

        @Override
        public List<String> addresses() {
            return good.addresses();
        }
    }
}
