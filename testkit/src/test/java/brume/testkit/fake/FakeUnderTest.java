package brume.testkit.fake;

import brume.core.driver.CloudDriver;
import brume.core.driver.DriverException;
import brume.core.driver.Flavor;
import brume.core.driver.ProviderRef;
import brume.core.quantity.Bytes;
import brume.core.quantity.Millicores;
import brume.testkit.contract.DriverUnderTest;
import brume.testkit.contract.ForeignResource;
import brume.testkit.contract.Patience;
import brume.testkit.contract.SplitImage;
import brume.testkit.contract.Topic;
import brume.testkit.sim.VirtualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A fake cloud of one flavour, on a virtual clock, as the contract wants it. */
public final class FakeUnderTest implements DriverUnderTest {
    private static final int ADDRESSES = 12;

    private final VirtualClock clock = new VirtualClock();
    private final FakeCloud cloud;

    public FakeUnderTest(FakeCloudSettings settings) {
        this.cloud = new FakeCloud(settings, clock, new SplittableRandom(1));
    }

    public FakeCloud cloud() {
        return cloud;
    }

    @Override
    public CloudDriver open(String deployment) {
        return cloud.driver(deployment);
    }

    @Override
    public String image() {
        return "services";
    }

    @Override
    public Flavor flavor() {
        return new Flavor(Millicores.ofCores(1), Bytes.ofMiB(256), Bytes.ofGiB(1));
    }

    @Override
    public List<String> addresses() {
        return cloud.settings().staticAddresses() ? IntStream.range(0, ADDRESSES).mapToObj(i -> "10.83.0." + (16 + i)).toList() : List.of();
    }

    @Override
    public Patience patience() {
        return Patience.virtual(clock, clock::advance, Duration.ofMinutes(5), Duration.ofMillis(500));
    }

    @Override
    public Map<Topic, String> optOuts() {
        Map<Topic, String> out = new EnumMap<>(Topic.class);
        if (!cloud.settings().staticAddresses()) {
            out.put(Topic.STATIC_ADDRESSES, "this flavour chooses addresses itself");
            out.put(Topic.MAC_FOLLOWS_ADDRESS, "this flavour chooses addresses itself");
        }
        if (!cloud.settings().files()) {
            out.put(Topic.FILES, "this flavour has no such facet");
            out.put(Topic.VOLUME_DATA, "this flavour has no files");
        }
        out.put(Topic.EXEC, "nothing can be run in a fake machine");
        out.put(Topic.DEADLINES, "no call leaves the process");
        return out;
    }

    @Override
    public Optional<ForeignResource> foreignMachine(String name) {
        return Optional.of(cloud.foreignMachine(name));
    }

    @Override
    public Optional<ForeignResource> foreignVolume(String name) {
        return Optional.of(cloud.foreignVolume(name));
    }

    @Override
    public Optional<String> macOf(ProviderRef ref) {
        return cloud.mac(ref);
    }

    @Override
    public Optional<String> bootstrapInGuest(ProviderRef ref) {
        return cloud.guest(ref).map(FakeGuest::bootstrap);
    }

    @Override
    public Optional<SplitImage> splitImage() {
        try {
            Path folder = Files.createDirectories(Path.of("target", "contract"));
            return Optional.of(new SplitImage(
                    Files.writeString(folder.resolve("metadata"), "metadata"), Files.writeString(folder.resolve("root"), "root")));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public Optional<CloudDriver> unreachable(String deployment) {
        return Optional.of(another(cloud.settings(), FakeFaults.NONE.withTransient(1)).driver(deployment));
    }

    @Override
    public Optional<CloudDriver> unauthorized(String deployment) {
        return Optional.of(another(cloud.settings(), FakeFaults.NONE.withUnauthorized(1)).driver(deployment));
    }

    @Override
    public Optional<CloudDriver> full(String deployment) {
        return Optional.of(another(cloud.settings().withCapacity(0), FakeFaults.NONE).driver(deployment));
    }

    @Override
    public Optional<CloudDriver> losingCreateReplies(String deployment) {
        return Optional.of(cloud.driver(deployment, new CallGate() {
            @Override
            public void before(String call) {}

            @Override
            public void after(String call) {
                if (call.startsWith("create ")) {
                    throw new DriverException.OutcomeUnknown("the connection was cut", call);
                }
            }
        }));
    }

    private FakeCloud another(FakeCloudSettings settings, FakeFaults faults) {
        FakeCloud other = new FakeCloud(settings, clock, new SplittableRandom(2));
        other.faults(faults);
        return other;
    }
}
