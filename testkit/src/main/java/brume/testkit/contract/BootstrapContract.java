package brume.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import brume.core.driver.CloudDriver;
import brume.core.driver.DriverException;
import brume.core.driver.InstanceSpec;
import brume.core.driver.ObservedInstance;
import brume.core.driver.ProviderRef;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** {@link Topic#BOOTSTRAP}: the agent's first orders hold a token, so they go to the guest and nowhere else. */
public interface BootstrapContract extends ContractTopic {
    String SECRET = "token-c0ffee-5ec7e7";

    /** About what a certificate takes, with everything that quoting gets wrong. */
    String TEXT = "{\"token\":\"" + SECRET + "\",\"quotes\":\"'\\\"$HOME `x` %s\",\"pem\":\"-----BEGIN\\n" + "abcdefgh+/".repeat(300)
            + "\\n\",\n \"höhe\":\"…\"}";

    @Test
    default void text_reachesTheGuest_byteForByte() {
        scene().topic(Topic.BOOTSTRAP);

        ProviderRef ref = scene().running(Specs.bootstrap(scene().spec("one"), TEXT)).ref();

        assertThat(inGuest(ref)).isEqualTo(TEXT);
    }

    @Test
    default void eachGuest_readsItsOwn() {
        scene().topic(Topic.BOOTSTRAP);

        ProviderRef one = scene().running(Specs.bootstrap(scene().spec("one"), "{\"for\":\"one\"}")).ref();
        ProviderRef two = scene().running(Specs.bootstrap(scene().spec("two"), "{\"for\":\"two\"}")).ref();

        assertThat(inGuest(one)).isEqualTo("{\"for\":\"one\"}");
        assertThat(inGuest(two)).isEqualTo("{\"for\":\"two\"}");
    }

    @Test
    default void text_isThereAfterAnotherBoot() {
        scene().topic(Topic.BOOTSTRAP);
        ProviderRef ref = scene().stopped(Specs.bootstrap(scene().spec("one"), TEXT)).ref();

        scene().driver().start(ref);
        scene().awaitRunning(scene().driver(), ref);

        assertThat(inGuest(ref)).isEqualTo(TEXT);
    }

    @Test
    default void text_isInNoAnswerOfTheDriver() {
        scene().topic(Topic.BOOTSTRAP);
        CloudDriver driver = scene().driver();

        ObservedInstance machine = scene().running(Specs.bootstrap(scene().spec("one"), TEXT));

        assertThat(machine.toString()).doesNotContain(SECRET);
        assertThat(driver.list().toString()).doesNotContain(SECRET);
    }

    @Test
    default void refusedOrder_doesNotTellTheText() {
        scene().topic(Topic.BOOTSTRAP);
        CloudDriver driver = scene().driver();
        InstanceSpec spec = Specs.image(Specs.bootstrap(scene().spec("one"), TEXT), "brume-no-such-image");

        DriverException refusal = catchThrowableOfType(DriverException.class, () -> driver.create(spec, Scene.key(spec)));

        StringWriter everything = new StringWriter();
        refusal.printStackTrace(new PrintWriter(everything, true));
        assertThat(everything + refusal.fact()).doesNotContain(SECRET);
    }

    private String inGuest(ProviderRef ref) {
        return scene().patience().untilPresent("the guest can read its orders", () -> scene().subject().bootstrapInGuest(ref));
    }
}
