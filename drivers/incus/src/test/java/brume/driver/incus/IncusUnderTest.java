package brume.driver.incus;

import brume.core.driver.CloudDriver;
import brume.core.driver.Exec;
import brume.core.driver.Flavor;
import brume.core.driver.ProviderRef;
import brume.core.quantity.Bytes;
import brume.core.quantity.Millicores;
import brume.testkit.contract.DriverUnderTest;
import brume.testkit.contract.ForeignResource;
import brume.testkit.contract.Patience;
import brume.testkit.contract.SplitImage;
import brume.testkit.contract.Topic;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The driver at a real daemon, as the contract wants it; how the daemon is reached makes the difference. */
final class IncusUnderTest implements DriverUnderTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestSite site;
    private final Reach reach;

    IncusUnderTest(TestSite site, Reach reach) {
        this.site = site;
        this.reach = reach;
    }

    /** How the daemon, and what may be in its place, is reached. */
    interface Reach {
        HttpTransport daemon();

        /** Nobody listens. */
        HttpTransport nobody();

        /** Somebody listens and says nothing. */
        HttpTransport mute();

        /** The daemon, but the answer to an order for an instance is lost. */
        HttpTransport losing();

        /** The daemon, by somebody it does not know. */
        HttpTransport stranger();
    }

    @Override
    public CloudDriver open(String deployment) {
        return driver(reach.daemon(), site.project(), deployment);
    }

    private CloudDriver driver(HttpTransport transport, String project, String deployment) {
        return new IncusDriver(new IncusApi(transport, project, Optional.empty()), site.settings(), deployment);
    }

    @Override
    public String image() {
        return site.image();
    }

    @Override
    public Flavor flavor() {
        return new Flavor(new Millicores(500), Bytes.ofMiB(256), Bytes.ofGiB(2));
    }

    @Override
    public Patience patience() {
        return Patience.real(PATIENCE);
    }

    @Override
    public Map<Topic, String> optOuts() {
        return Map.of();
    }

    @Override
    public List<String> addresses() {
        return site.addresses();
    }

    @Override
    public Optional<ForeignResource> foreignMachine(String name) {
        return Optional.of(ForeignOnDaemon.machine(site, name));
    }

    @Override
    public Optional<ForeignResource> foreignVolume(String name) {
        return Optional.of(ForeignOnDaemon.volume(site, name));
    }

    @Override
    public Optional<String> macOf(ProviderRef ref) {
        try (IncusApi api = site.api()) {
            JsonNode state = api.read(IncusInstances.path(ref) + "/state", Map.of(), Subject.INSTANCE);
            return Optional.of(state.path("network").path("eth0").path("hwaddr").asText()).filter(mac -> !mac.isEmpty());
        }
    }

    @Override
    public Optional<String> bootstrapInGuest(ProviderRef ref) {
        try (IncusApi api = site.api()) {
            String deployment = api.read(IncusInstances.path(ref), Map.of(), Subject.INSTANCE).path("config").path("user.brume.deployment").asText();
            String socket = "/dev/" + api.server().product().word() + "/sock";
            Exec exec = new IncusExec(api, new IncusInstances(api, deployment));
            Exec.Result result = exec.run(ref, new Exec.Command(
                    List.of("curl", "-sf", "--unix-socket", socket, "http://guest/1.0/config/user.brume.bootstrap"), Map.of(), Duration.ofSeconds(20)));
            return result.exitCode() == 0 ? Optional.of(result.stdout()) : Optional.empty();
        }
    }

    @Override
    public Optional<SplitImage> splitImage() {
        try {
            Path folder = Files.createTempDirectory("brume-image");
            folder.toFile().deleteOnExit();
            return Optional.of(new SplitImage(resource(folder, "tiny.metadata.tar.gz"), resource(folder, "tiny.squashfs")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An image without a program: made by {@code mksquashfs} and {@code tar} from a folder with one file. */
    private static Path resource(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = Objects.requireNonNull(IncusUnderTest.class.getResourceAsStream(name))) {
            Files.copy(in, file);
        }
        file.toFile().deleteOnExit();
        return file;
    }

    @Override
    public Optional<CloudDriver> unreachable(String deployment) {
        return Optional.of(driver(reach.nobody(), site.project(), deployment));
    }

    @Override
    public Optional<CloudDriver> unauthorized(String deployment) {
        return Optional.of(driver(reach.stranger(), site.project(), deployment));
    }

    /** A project of its own, whose limit on containers is none at all. */
    @Override
    public Optional<CloudDriver> full(String deployment) {
        return Optional.of(driver(new UnixHttp(site.socket()), FullProject.of(site, splitImage().orElseThrow()), deployment));
    }

    @Override
    public Optional<CloudDriver> losingCreateReplies(String deployment) {
        return Optional.of(driver(reach.losing(), site.project(), deployment));
    }

    @Override
    public Optional<CloudDriver> silent(String deployment, Duration deadline) {
        return Optional.of(driver(BentTransport.hasty(reach.mute(), deadline), site.project(), deployment));
    }
}
