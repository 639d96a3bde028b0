package brume.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.driver.CloudDriver;
import brume.core.driver.InstanceSpec;
import brume.core.driver.ObservedInstance;
import brume.core.driver.PowerState;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Topic#CREATE}: a machine comes to be as it was ordered. */
public interface CreateContract extends ContractTopic {
    @Test
    default void createdMachine_runs_withItsNameAndTags() {
        scene().topic(Topic.CREATE);
        InstanceSpec spec = scene().spec("one");

        ObservedInstance seen = scene().running(spec);

        assertThat(seen.name()).isEqualTo(spec.name());
        assertThat(seen.tags()).isEqualTo(spec.tags());
        assertThat(seen.power()).isEqualTo(PowerState.RUNNING);
    }

    @Test
    default void createReply_namesTheMachineThatIsListed() {
        scene().topic(Topic.CREATE);
        InstanceSpec spec = scene().spec("one");

        ObservedInstance reply = scene().driver().create(spec, Scene.key(spec));

        assertThat(reply.name()).isEqualTo(spec.name());
        assertThat(reply.tags()).isEqualTo(spec.tags());
        assertThat(reply.power()).isNotIn(PowerState.STOPPING, PowerState.FAILED);
        scene().awaitListed(scene().driver(), reply.ref());
    }

    @Test
    default void twoMachines_haveTwoReferences() {
        scene().topic(Topic.CREATE);

        ObservedInstance one = scene().running(scene().spec("one"));
        ObservedInstance two = scene().running(scene().spec("two"));

        assertThat(one.ref()).isNotEqualTo(two.ref());
        scene().awaitListed(scene().driver(), one.ref(), two.ref());
    }

    @Test
    default void runningMachine_showsItsGlobalAddresses_andNoOthers() {
        scene().topic(Topic.CREATE);
        CloudDriver driver = scene().driver();
        ObservedInstance machine = scene().running(scene().spec("one"));

        List<InetAddress> addresses = scene().patience().untilPresent("the machine has an IPv4 address", () -> driver.find(machine.ref())
                .map(seen -> seen.addresses().stream().map(InetAddress::ofLiteral).toList())
                .filter(list -> list.stream().anyMatch(Inet4Address.class::isInstance)));

        assertThat(addresses).noneMatch(InetAddress::isLoopbackAddress).noneMatch(InetAddress::isLinkLocalAddress);
    }

    @Test
    default void capabilities_stayTheSame_whileOpen() {
        scene().topic(Topic.CREATE);
        CloudDriver driver = scene().driver();
        var before = driver.capabilities();

        scene().running(scene().spec("one"));

        assertThat(driver.capabilities()).isEqualTo(before);
        assertThat(before.provider()).isNotBlank();
        assertThat(before.listingLag().isNegative()).isFalse();
    }
}
