package brume.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.driver.CloudDriver;
import brume.core.driver.InstanceSpec;
import brume.core.driver.ProviderRef;
import brume.core.id.InstanceId;
import org.junit.jupiter.api.Test;

/** {@link Topic#STATIC_ADDRESSES} and {@link Topic#MAC_FOLLOWS_ADDRESS}: the address is ours to give, and its successor is reachable at once. */
public interface AddressContract extends ContractTopic {
    @Test
    default void capability_isTrueWhereTheTopicIsNotLeftOut() {
        scene().topic(Topic.STATIC_ADDRESSES);

        assertThat(scene().driver().capabilities().staticAddresses()).isTrue();
    }

    @Test
    default void machine_takesTheAddressItWasOrderedWith() {
        scene().topic(Topic.STATIC_ADDRESSES);
        String address = scene().freshAddress();

        ProviderRef ref = scene().running(Specs.address(scene().spec("one"), address)).ref();

        awaitAddress(ref, address);
    }

    @Test
    default void address_survivesStopAndStart() {
        scene().topic(Topic.STATIC_ADDRESSES);
        String address = scene().freshAddress();
        ProviderRef ref = scene().stopped(Specs.address(scene().spec("one"), address)).ref();

        scene().driver().start(ref);

        scene().awaitRunning(scene().driver(), ref);
        awaitAddress(ref, address);
    }

    @Test
    default void successor_takesTheAddressOver() {
        scene().topic(Topic.STATIC_ADDRESSES);
        CloudDriver driver = scene().driver();
        InstanceId instance = scene().freshInstance();
        String address = scene().freshAddress();
        ProviderRef old = scene().running(order(instance, 1, address)).ref();
        driver.remove(old);
        scene().awaitGone(driver, old);

        ProviderRef fresh = scene().running(order(instance, 2, address)).ref();

        awaitAddress(fresh, address);
    }

    /** Neighbours remember for several seconds which MAC address an IP address had; a successor with another one is unreachable for that long. */
    @Test
    default void macAddress_followsTheAddress() {
        scene().topic(Topic.MAC_FOLLOWS_ADDRESS);
        CloudDriver driver = scene().driver();
        InstanceId instance = scene().freshInstance();
        String address = scene().freshAddress();
        ProviderRef old = scene().running(order(instance, 1, address)).ref();
        ProviderRef neighbour = scene().running(scene().spec("two")).ref();
        String mac = mac(old);
        assertThat(mac(neighbour)).isNotEqualTo(mac);
        driver.remove(old);
        scene().awaitGone(driver, old);

        ProviderRef fresh = scene().running(order(instance, 2, address)).ref();

        assertThat(mac(fresh)).isEqualTo(mac);
    }

    private InstanceSpec order(InstanceId instance, long generation, String address) {
        return Specs.address(scene().spec(scene().deployment(), instance, generation, "one"), address);
    }

    private String mac(ProviderRef ref) {
        return scene().need(Topic.MAC_FOLLOWS_ADDRESS, scene().subject().macOf(ref));
    }

    private void awaitAddress(ProviderRef ref, String address) {
        CloudDriver driver = scene().driver();
        scene().patience().untilPasses(() -> assertThat(driver.find(ref)).hasValueSatisfying(seen -> assertThat(seen.addresses()).contains(address)));
    }
}
