package brume.testkit.contract;

import brume.core.driver.CloudDriver;
import brume.core.driver.Flavor;
import brume.core.driver.ProviderRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a driver's test supplies. A hook that stays empty needs its topic in {@link #optOuts()}; otherwise the tests of that topic fail. Drivers that the hooks open are
 * closed by the suite.
 */
public interface DriverUnderTest {
    /** Opens a driver that acts for {@code deployment}: a name of the form {@code c[0-9a-z]+}, at most 9 characters, fresh for each test. */
    CloudDriver open(String deployment);

    /** Alias of an image of the site that boots. For {@link Topic#EXEC} it has a POSIX shell and the usual small programs. */
    String image();

    /** A size that the site has room for, eight times. */
    Flavor flavor();

    /** How long the suite waits for the site. */
    Patience patience();

    /** What the driver leaves out, each with the reason; printed once per class. */
    Map<Topic, String> optOuts();

    /** At least eight IPv4 addresses that nobody else uses, for sites that take ours; empty for others. */
    default List<String> addresses() {
        return List.of();
    }

    /** A well-formed reference that names no machine. */
    default ProviderRef absent() {
        return new ProviderRef("brume-no-such-machine");
    }

    /** Makes a machine of that name without our tags. */
    default Optional<ForeignResource> foreignMachine(String name) {
        return Optional.empty();
    }

    /** Makes a volume of that name without our tags. */
    default Optional<ForeignResource> foreignVolume(String name) {
        return Optional.empty();
    }

    /** The MAC address of the machine's first interface, asked of the provider. */
    default Optional<String> macOf(ProviderRef ref) {
        return Optional.empty();
    }

    /** The bootstrap text as the running guest reads it; empty as well while the guest cannot be asked yet. */
    default Optional<String> bootstrapInGuest(ProviderRef ref) {
        return Optional.empty();
    }

    /** A small image to import. */
    default Optional<SplitImage> splitImage() {
        return Optional.empty();
    }

    /** A driver whose provider's address refuses connections. */
    default Optional<CloudDriver> unreachable(String deployment) {
        return Optional.empty();
    }

    /** A driver with credentials that the provider does not accept. */
    default Optional<CloudDriver> unauthorized(String deployment) {
        return Optional.empty();
    }

    /** A driver for a site that has no room for another machine. */
    default Optional<CloudDriver> full(String deployment) {
        return Optional.empty();
    }

    /** A driver whose {@code create} takes effect at the provider but whose answer never comes back; its other calls work. {@link Relay} helps to make one. */
    default Optional<CloudDriver> losingCreateReplies(String deployment) {
        return Optional.empty();
    }

    /** A driver whose provider takes connections and never answers, and which gives up every call after {@code deadline}. {@link SilentServer} helps to make one. */
    default Optional<CloudDriver> silent(String deployment, Duration deadline) {
        return Optional.empty();
    }
}
