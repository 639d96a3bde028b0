package brume.director.whole;

import brume.core.driver.Capabilities;
import brume.core.driver.CloudDriver;
import brume.core.driver.CreateKey;
import brume.core.driver.DriverException;
import brume.core.driver.DriverFactory;
import brume.core.driver.InstanceSpec;
import brume.core.driver.ObservedInstance;
import brume.core.driver.PowerState;
import brume.core.driver.ProviderRef;
import brume.core.driver.SiteSettings;
import brume.core.driver.StopMode;
import brume.core.driver.Tags;
import brume.core.id.InstanceId;
import brume.core.problem.Problem;
import brume.testkit.contract.Patience;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cloud that several processes see: every machine is a file in a folder, and every act that changed something a line in {@code acts}. A machine takes a while to be made, honours keys
 * by its name as container daemons do, and is listed at once.
 */
record FolderSites(Path folder) implements DriverFactory {
    static final String KIND = "folder";
    private static final Duration MAKING = Duration.ofSeconds(1);

    FolderSites {
        Objects.requireNonNull(folder);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<Problem> check(SiteSettings settings) {
        return List.of();
    }

    @Override
    public CloudDriver open(SiteSettings settings, String deployment) {
        return new Driver(folder);
    }

    /** What was done, in order: {@code create NAME} and the like. */
    static List<String> acts(Path folder) throws IOException {
        Path acts = folder.resolve("acts");
        return Files.exists(acts) ? Files.readAllLines(acts) : List.of();
    }

    /** Names of the machines that are there. */
    static List<String> machines(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("machines"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private record Driver(Path folder) implements CloudDriver {
        @Override
        public Capabilities capabilities() {
            return new Capabilities("a folder", true, Duration.ZERO, true);
        }

        @Override
        public List<ObservedInstance> list() {
            return tried(() -> machines(folder).stream().flatMap(name -> read(file(name)).stream()).toList());
        }

        @Override
        public Optional<ObservedInstance> find(ProviderRef ref) {
            return read(file(ref.value()));
        }

        @Override
        public ObservedInstance create(InstanceSpec spec, CreateKey key) {
            Patience.real(MAKING).pass(MAKING);
            return tried(() -> {
                try {
                    String text = String.join(" ", spec.name(), spec.tags().deployment(), key.instance().toString(), Long.toString(key.generation()), spec.address().orElseThrow());
                    Files.writeString(file(spec.name()), text, StandardOpenOption.CREATE_NEW);
                    act("create " + spec.name());
                } catch (FileAlreadyExistsException e) {
                    act("again " + spec.name());
                }
                return find(new ProviderRef(spec.name())).orElseThrow();
            });
        }

        @Override
        public void start(ProviderRef ref) {
            throw new DriverException.Rejected("always-on", "machines of a folder always run", ref.value());
        }

        @Override
        public void stop(ProviderRef ref, StopMode mode) {}

        @Override
        public void remove(ProviderRef ref) {
            tried(() -> {
                if (Files.deleteIfExists(file(ref.value()))) {
                    act("remove " + ref.value());
                }
                return ref;
            });
        }

        @Override
        public void close() {}

        private Path file(String name) {
            return folder.resolve("machines").resolve(name);
        }

        private void act(String text) throws IOException {
            Files.writeString(folder.resolve("acts"), text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        /** Empty when it is gone, or is not written whole yet. */
        private static Optional<ObservedInstance> read(Path file) {
            return tried(() -> {
                try {
                    String[] words = Files.readString(file).split(" ", -1);
                    if (words.length < 5) {
                        return Optional.empty();
                    }
                    Tags tags = new Tags(words[1], InstanceId.parse(words[2]), Long.parseLong(words[3]));
                    return Optional.of(new ObservedInstance(
                            new ProviderRef(words[0]), words[0], tags, PowerState.RUNNING, List.of(words[4]), Instant.EPOCH, "folder"));
                } catch (NoSuchFileException e) {
                    return Optional.empty();
                }
            });
        }

        @FunctionalInterface
        private interface Act<T> {
            T run() throws IOException;
        }

        private static <T> T tried(Act<T> act) {
            try {
                return act.run();
            } catch (IOException e) {
                throw new DriverException.Transient("the folder cannot be used", e.toString());
            }
        }
    }
}
