package brume.testkit.fake;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a fake cloud behaves when nothing goes wrong.
 *
 * @param honoursKeys a repeated create with the key of a machine that is there answers with that machine
 * @param namesAreRefs machines are known by their names, which are then unique, as on Incus; otherwise the cloud gives ids and names may repeat
 * @param listingLag list and find show the world as it was that long ago
 * @param createDelay from the accepted order until the machine is to be seen at all
 * @param bootDelay from STARTING to RUNNING
 * @param stopDelay from STOPPING to STOPPED; zero for none
 * @param removeDelay from the accepted removal until the machine is gone; it shows STOPPING meanwhile
 * @param capacity how many machines fit, foreign ones not counted
 * @param hosts how many hosts the machines are spread over, at least 1
 * @param staticAddresses the address of the order is given to the machine, and refused while another machine has it; otherwise the cloud chooses
 * @param volumes whether there is the facet; a volume is attached to one machine at a time
 * @param files whether there is the facet
 * @param images aliases of the images that are there from the start
 */
public record FakeCloudSettings(
        boolean honoursKeys,
        boolean namesAreRefs,
        Duration listingLag,
        Duration createDelay,
        Duration bootDelay,
        Duration stopDelay,
        Duration removeDelay,
        int capacity,
        int hosts,
        boolean staticAddresses,
        boolean volumes,
        boolean files,
        Set<String> images) {
    private static final int NO_LIMIT = 1_000_000;
    private static final int HOSTS = 8;

    public FakeCloudSettings {
        Objects.requireNonNull(listingLag);
        Objects.requireNonNull(createDelay);
        Objects.requireNonNull(bootDelay);
        Objects.requireNonNull(stopDelay);
        Objects.requireNonNull(removeDelay);
        if (hosts < 1) {
            throw new IllegalArgumentException("machines run on at least one host: " + hosts);
        }
        images = Set.copyOf(new TreeSet<>(images));
    }

    /** One container host: exact, quick, names are references, our addresses, volumes. */
    public static FakeCloudSettings containers() {
        return new FakeCloudSettings(
                true, true, Duration.ZERO, Duration.ZERO, Duration.ofMillis(200), Duration.ZERO, Duration.ZERO, NO_LIMIT, 1, true, true, true,
                Set.of("services"));
    }

    /** Nothing takes any time. For benchmarks of everything but the cloud. */
    public static FakeCloudSettings instant() {
        return containers().withBootDelay(Duration.ZERO);
    }

    /** A large cloud that honours keys, lists late and takes its time. */
    public static FakeCloudSettings lateWithKeys() {
        return new FakeCloudSettings(
                true, false, Duration.ofSeconds(4), Duration.ofSeconds(2), Duration.ofSeconds(15), Duration.ofSeconds(3), Duration.ofSeconds(5),
                NO_LIMIT, HOSTS, false, true, false, Set.of("services"));
    }

    /** A cloud that ignores keys: who repeats an order has two machines. Lists late, chooses the addresses. */
    public static FakeCloudSettings withoutKeys() {
        return new FakeCloudSettings(
                false, false, Duration.ofSeconds(6), Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(4),
                NO_LIMIT, HOSTS, false, true, false, Set.of("services"));
    }

    /** Ignores keys, but names are unique and addresses ours: a repeated order is rejected while the first one's machine is there. */
    public static FakeCloudSettings namedWithoutKeys() {
        return new FakeCloudSettings(
                false, true, Duration.ofSeconds(1), Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(1), NO_LIMIT,
                HOSTS, true, true, true, Set.of("services"));
    }

    public FakeCloudSettings withCapacity(int machines) {
        return new FakeCloudSettings(
                honoursKeys, namesAreRefs, listingLag, createDelay, bootDelay, stopDelay, removeDelay, machines, hosts, staticAddresses, volumes,
                files, images);
    }

    public FakeCloudSettings withListingLag(Duration lag) {
        return new FakeCloudSettings(
                honoursKeys, namesAreRefs, lag, createDelay, bootDelay, stopDelay, removeDelay, capacity, hosts, staticAddresses, volumes, files,
                images);
    }

    public FakeCloudSettings withBootDelay(Duration delay) {
        return new FakeCloudSettings(
                honoursKeys, namesAreRefs, listingLag, createDelay, delay, stopDelay, removeDelay, capacity, hosts, staticAddresses, volumes, files,
                images);
    }

    public FakeCloudSettings withHosts(int number) {
        return new FakeCloudSettings(
                honoursKeys, namesAreRefs, listingLag, createDelay, bootDelay, stopDelay, removeDelay, capacity, number, staticAddresses, volumes,
                files, images);
    }

    public FakeCloudSettings withImages(Set<String> aliases) {
        return new FakeCloudSettings(
                honoursKeys, namesAreRefs, listingLag, createDelay, bootDelay, stopDelay, removeDelay, capacity, hosts, staticAddresses, volumes,
                files, aliases);
    }

    /** What the driver promises: a machine is listed once its creation and the lag are over. */
    Duration promisedLag() {
        return listingLag.plus(createDelay);
    }
}
