package brume.testkit.fake;

import brume.core.driver.Capabilities;
import brume.core.driver.CloudDriver;
import brume.core.driver.CreateKey;
import brume.core.driver.DriverException;
import brume.core.driver.Files;
import brume.core.driver.Images;
import brume.core.driver.InstanceSpec;
import brume.core.driver.ObservedImage;
import brume.core.driver.ObservedInstance;
import brume.core.driver.ObservedVolume;
import brume.core.driver.ProviderRef;
import brume.core.driver.StopMode;
import brume.core.driver.VolumeMount;
import brume.core.driver.VolumeSpec;
import brume.core.driver.Volumes;
import brume.testkit.fake.FakeMachine.State;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The fake cloud as one deployment sees it. Remembers nothing; thread-safe as its cloud is. */
final class FakeDriver implements CloudDriver {
    private final FakeCloud cloud;
    private final String deployment;
    private final CallGate gate;

    FakeDriver(FakeCloud cloud, String deployment, CallGate gate) {
        this.cloud = Objects.requireNonNull(cloud);
        this.deployment = Objects.requireNonNull(deployment);
        this.gate = Objects.requireNonNull(gate);
    }

    @Override
    public Capabilities capabilities() {
        FakeCloudSettings settings = cloud.settings();
        return new Capabilities("fake cloud", settings.honoursKeys(), settings.promisedLag(), settings.staticAddresses());
    }

    @Override
    public List<ObservedInstance> list() {
        return gated("list", () -> cloud.look(at -> {
            List<ObservedInstance> seen = new ArrayList<>();
            cloud.machines().of(deployment).forEach(m -> m.observed(at).ifPresent(seen::add));
            cloud.machines().gone().stream().filter(this::ours).forEach(m -> m.observed(at).ifPresent(seen::add));
            return List.copyOf(seen);
        }));
    }

    @Override
    public Optional<ObservedInstance> find(ProviderRef ref) {
        return gated("find " + ref, () -> cloud.look(at -> {
            Optional<ObservedInstance> there = cloud.machines().find(ref).filter(this::ours).flatMap(m -> m.observed(at));
            if (there.isPresent()) {
                return there;
            }
            return cloud.machines().gone().stream()
                    .filter(gone -> gone.ref.equals(ref) && ours(gone))
                    .flatMap(gone -> gone.observed(at).stream())
                    .findFirst();
        }));
    }

    @Override
    public ObservedInstance create(InstanceSpec spec, CreateKey key) {
        if (!spec.tags().deployment().equals(deployment)) {
            throw new IllegalArgumentException("an order of another deployment: " + spec.tags());
        }
        return gated("create " + spec.name(), () -> cloud.change(at -> {
            cloud.images().require(spec.image());
            spec.volumes().forEach(this::requireVolume);
            FakeMachine machine = cloud.machines().create(spec, key, at);
            cloud.duplicate(spec, at);
            return machine.answered();
        }));
    }

    private void requireVolume(VolumeMount mount) {
        if (cloud.volumes().find(mount.volume()).filter(v -> v.of(deployment)).isEmpty()) {
            throw new DriverException.Rejected("no-such-volume", "there is no such volume", mount.volume());
        }
    }

    @Override
    public void start(ProviderRef ref) {
        act("start " + ref, at -> cloud.machines().start(present("start", ref).orElseThrow(() -> noInstance(ref)), at));
    }

    @Override
    public void stop(ProviderRef ref, StopMode mode) {
        act("stop " + ref, at -> present("stop", ref).ifPresent(machine -> cloud.machines().stop(machine, at)));
    }

    @Override
    public void remove(ProviderRef ref) {
        act("remove " + ref, at -> present("remove", ref).ifPresent(machine -> cloud.machines().remove(machine, at)));
    }

    private static DriverException.Rejected noInstance(ProviderRef ref) {
        return new DriverException.Rejected("no-such-instance", "there is no such machine", ref.value());
    }

    /** The machine as the provider knows it now, without lag: acting is not looking. */
    private Optional<FakeMachine> present(String verb, ProviderRef ref) {
        Optional<FakeMachine> machine = cloud.machines().find(ref);
        if (machine.filter(m -> !ours(m)).isPresent()) {
            cloud.foreignAttempt(verb + " " + ref);
        }
        return machine.filter(this::ours);
    }

    private boolean ours(FakeMachine machine) {
        return machine.tags.filter(t -> t.deployment().equals(deployment)).isPresent();
    }

    private <T> T gated(String call, Supplier<T> act) {
        gate.before(call);
        T result = act.get();
        gate.after(call);
        return result;
    }

    private void act(String call, Consumer<Instant> act) {
        change(call, at -> {
            act.accept(at);
            return call;
        });
    }

    private <T> T change(String call, Function<Instant, T> act) {
        return gated(call, () -> cloud.change(act));
    }

    @Override
    public Optional<Volumes> volumes() {
        return cloud.settings().volumes() ? Optional.of(new VolumesFacet()) : Optional.empty();
    }

    @Override
    public Optional<Images> images() {
        return Optional.of(new ImagesFacet());
    }

    @Override
    public Optional<Files> files() {
        return cloud.settings().files() ? Optional.of(new FilesFacet()) : Optional.empty();
    }

    @Override
    public void close() {}

    private final class VolumesFacet implements Volumes {
        @Override
        public List<ObservedVolume> list() {
            return gated("list volumes", () -> cloud.look(at -> cloud.volumes().list(deployment)));
        }

        @Override
        public ObservedVolume create(VolumeSpec spec) {
            return change("create volume " + spec.name(), at -> cloud.volumes().create(deployment, spec));
        }

        @Override
        public void remove(String name) {
            act("remove volume " + name, at -> {
                if (cloud.volumes().find(name).filter(v -> !v.of(deployment)).isPresent()) {
                    cloud.foreignAttempt("remove volume " + name);
                }
                cloud.volumes().remove(deployment, name);
            });
        }
    }

    private final class ImagesFacet implements Images {
        @Override
        public List<ObservedImage> list() {
            return gated("list images", () -> cloud.look(at -> cloud.images().list()));
        }

        @Override
        public ObservedImage importSplit(String alias, Path metadata, Path root) {
            return change("import image " + alias, at -> cloud.images().importSplit(alias, metadata, root));
        }

        @Override
        public void remove(String alias) {
            act("remove image " + alias, at -> cloud.images().remove(alias));
        }
    }

    private final class FilesFacet implements Files {
        @Override
        public void push(ProviderRef ref, String path, byte[] content, int mode, int uid, int gid) {
            act("push " + ref + " " + path, at -> folder(ref, path).put(path, content.clone()));
        }

        @Override
        public byte[] pull(ProviderRef ref, String path) {
            return gated("pull " + ref + " " + path, () -> cloud.look(at -> Optional.ofNullable(folder(ref, path).get(path))
                    .map(byte[]::clone)
                    .orElseThrow(() -> new DriverException.Rejected("no-such-file", "there is no such file", path))));
        }

        /** The machine's own disk, or the volume that is mounted there. */
        private Map<String, byte[]> folder(ProviderRef ref, String path) {
            FakeMachine machine = present("files of", ref).filter(m -> m.state() != State.PENDING).orElseThrow(() -> noInstance(ref));
            return machine.mounts.stream()
                    .filter(mount -> path.startsWith(mount.path() + "/"))
                    .findFirst()
                    .flatMap(mount -> cloud.volumes().find(mount.volume()))
                    .map(FakeVolumes.Volume::files)
                    .orElse(machine.files);
        }
    }
}
