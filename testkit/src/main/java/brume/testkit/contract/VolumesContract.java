package brume.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.driver.CloudDriver;
import brume.core.driver.DriverException;
import brume.core.driver.Files;
import brume.core.driver.InstanceSpec;
import brume.core.driver.ObservedVolume;
import brume.core.driver.ProviderRef;
import brume.core.driver.Tags;
import brume.core.driver.VolumeSpec;
import brume.core.driver.Volumes;
import brume.core.quantity.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** {@link Topic#VOLUMES}, {@link Topic#VOLUME_DATA}, {@link Topic#FOREIGN_VOLUMES}: disks that outlive their machines. */
public interface VolumesContract extends ContractTopic {
    /** Where the tests mount a volume in the guest. */
    String MOUNT = "/srv/contract";

    @Test
    default void createdVolume_isListed_withItsTags_andIsNotAttached() {
        VolumeSpec spec = volumeSpec("data");

        ObservedVolume made = volumes().create(spec);

        ObservedVolume wanted = new ObservedVolume(spec.name(), spec.tags(), false);
        assertThat(made).isEqualTo(wanted);
        assertThat(volumes().list()).containsExactly(wanted);
    }

    @Test
    default void volumeCreatedTwice_isOneVolume() {
        VolumeSpec spec = volumeSpec("data");

        volumes().create(spec);
        volumes().create(spec);

        assertThat(volumes().list()).hasSize(1);
    }

    @Test
    default void removedVolume_isGone_andRemovalRepeatedHasNoEffect() {
        VolumeSpec spec = volumeSpec("data");
        VolumeSpec other = volumeSpec("other");
        volumes().create(spec);
        volumes().create(other);

        volumes().remove(spec.name());
        volumes().remove(spec.name());

        assertThat(volumes().list()).extracting(ObservedVolume::name).containsExactly(other.name());
    }

    @Test
    default void attachedVolume_saysSo_andIsNotRemoved() {
        VolumeSpec spec = volumeSpec("data");
        volumes().create(spec);

        scene().running(Specs.volume(scene().spec("one"), spec.name(), MOUNT));

        assertThat(volumes().list()).containsExactly(new ObservedVolume(spec.name(), spec.tags(), true));
        assertThatThrownBy(() -> volumes().remove(spec.name()))
                .isInstanceOfSatisfying(DriverException.Rejected.class, e -> assertThat(e.code()).isEqualTo("in-use"));
        assertThat(volumes().list()).hasSize(1);
    }

    @Test
    default void volume_staysWhenItsMachineIsRemoved_andCanThenBeRemoved() {
        VolumeSpec spec = volumeSpec("data");
        volumes().create(spec);
        CloudDriver driver = scene().driver();
        ProviderRef ref = scene().running(Specs.volume(scene().spec("one"), spec.name(), MOUNT)).ref();

        driver.remove(ref);
        scene().awaitGone(driver, ref);

        scene().patience().untilPasses(() -> assertThat(volumes().list()).containsExactly(new ObservedVolume(spec.name(), spec.tags(), false)));
        volumes().remove(spec.name());
        assertThat(volumes().list()).isEmpty();
    }

    @Test
    default void orderWithAnUnknownVolume_isRejected_andMakesNothing() {
        Volumes volumes = volumes();
        CloudDriver driver = scene().driver();
        InstanceSpec spec = Specs.volume(scene().spec("one"), scene().deployment() + "-none", MOUNT);

        assertThatThrownBy(() -> driver.create(spec, Scene.key(spec)))
                .isInstanceOfSatisfying(DriverException.Rejected.class, e -> assertThat(e.code()).isEqualTo("no-such-volume"));

        scene().awaitListed(driver);
        assertThat(volumes.list()).isEmpty();
    }

    @Test
    default void volumeOfAnotherDeployment_isNeitherSeenNorTouched() {
        VolumeSpec spec = volumeSpec("data");
        volumes().create(spec);
        String other = scene().freshDeployment();
        Volumes theirs = scene().driver(other).volumes().orElseThrow();

        theirs.remove(spec.name());
        assertThatThrownBy(() -> theirs.create(new VolumeSpec(spec.name(), spec.size(), new Tags(other, scene().freshInstance(), 0))))
                .isInstanceOf(DriverException.Rejected.class);

        assertThat(theirs.list()).isEmpty();
        assertThat(volumes().list()).containsExactly(new ObservedVolume(spec.name(), spec.tags(), false));
    }

    @Test
    default void data_outlivesTheMachine() {
        scene().topic(Topic.VOLUME_DATA);
        VolumeSpec spec = volumeSpec("data");
        volumes().create(spec);
        CloudDriver driver = scene().driver();
        Files files = scene().need(Topic.VOLUME_DATA, driver.files());
        byte[] content = "kept".getBytes(StandardCharsets.UTF_8);
        ProviderRef first = scene().running(Specs.volume(scene().spec("one"), spec.name(), MOUNT)).ref();
        files.push(first, MOUNT + "/file", content, 0600, 0, 0);
        driver.remove(first);
        scene().awaitGone(driver, first);

        ProviderRef second = scene().running(Specs.volume(scene().spec("two"), spec.name(), MOUNT)).ref();

        assertThat(files.pull(second, MOUNT + "/file")).isEqualTo(content);
    }

    @Test
    default void untaggedVolume_isNeitherSeenNorTouched() {
        scene().topic(Topic.FOREIGN_VOLUMES);
        Volumes volumes = volumes();
        VolumeSpec spec = volumeSpec("taken");
        ForeignResource foreign = scene().closing(scene().need(Topic.FOREIGN_VOLUMES, scene().subject().foreignVolume(spec.name())));

        assertThat(volumes.list()).isEmpty();
        volumes.remove(spec.name());
        assertThatThrownBy(() -> volumes.create(spec)).isInstanceOf(DriverException.Rejected.class);

        assertThat(foreign.untouched()).isTrue();
        assertThat(volumes.list()).isEmpty();
    }

    private Volumes volumes() {
        return scene().need(Topic.VOLUMES, scene().driver().volumes());
    }

    private VolumeSpec volumeSpec(String label) {
        scene().topic(Topic.VOLUMES);
        Tags tags = new Tags(scene().deployment(), scene().freshInstance(), 0);
        return new VolumeSpec(scene().deployment() + "-" + label, Bytes.ofMiB(64), tags);
    }
}
