package brume.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.driver.CloudDriver;
import brume.core.driver.CreateKey;
import brume.core.driver.InstanceSpec;
import brume.core.driver.ObservedInstance;
import brume.core.driver.ObservedVolume;
import brume.core.driver.PowerState;
import brume.core.driver.ProviderRef;
import brume.core.driver.StopMode;
import brume.core.driver.Tags;
import brume.core.driver.Volumes;
import brume.core.id.IdSource;
import brume.core.id.InstanceId;
import brume.core.id.TimeOrderedIds;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What one contract test plays in: a fresh deployment with its driver, orders for machines, and the memory of everything to remove at the end. For one thread, but for the
 * drivers.
 */
public final class Scene {
    private static final int NAME_RADIX = 36;
    private static final int NAME_BITS = 40;

    private final DriverUnderTest subject;
    private final IdSource ids = new TimeOrderedIds(InstantSource.system(), RandomGenerator.getDefault());
    private final Map<String, CloudDriver> drivers = new LinkedHashMap<>();
    private final List<Runnable> closing = new ArrayList<>();
    private final Set<String> aliases = new TreeSet<>();
    private final String deployment;
    private int addressesUsed;

    Scene(DriverUnderTest subject) {
        this.subject = subject;
        this.deployment = freshDeployment();
    }

    /** Skips the test when the driver opted out of the topic. */
    public void topic(Topic topic) {
        Optional<String> reason = Optional.ofNullable(subject.optOuts().get(topic));
        Assumptions.assumeTrue(reason.isEmpty(), () -> topic + " is left out: " + reason.orElse(""));
    }

    /** What a hook supplied; the test fails when the hook is empty although its topic was not opted out of. */
    public <T> T need(Topic topic, Optional<T> hook) {
        topic(topic);
        return hook.orElseGet(() -> Assertions.fail("the driver's test neither supplies what " + topic + " needs nor opts out of it"));
    }

    public DriverUnderTest subject() {
        return subject;
    }

    public Patience patience() {
        return subject.patience();
    }

    public String deployment() {
        return deployment;
    }

    /** The driver of this test's deployment. */
    public CloudDriver driver() {
        return driver(deployment);
    }

    /** The driver of a deployment that this test uses, opened at the first call. */
    public CloudDriver driver(String of) {
        return drivers.computeIfAbsent(of, subject::open);
    }

    /** A second driver of the deployment, which knows nothing of the first. */
    public CloudDriver reopened() {
        return closing(subject.open(deployment));
    }

    public String freshDeployment() {
        long bits = ids.next().getLeastSignificantBits() & ((1L << NAME_BITS) - 1);
        String name = "c" + Long.toString(bits, NAME_RADIX);
        return name.substring(0, Math.min(9, name.length()));
    }

    /** Has the driver closed at the end; what it made must belong to a deployment that {@link #driver(String)} knows. */
    public CloudDriver closing(CloudDriver driver) {
        closing.add(driver::close);
        return driver;
    }

    /** Has the resource removed at the end. */
    public ForeignResource closing(ForeignResource resource) {
        closing.add(resource::close);
        return resource;
    }

    /** Has the image's alias removed at the end. */
    public String removingImage(String alias) {
        aliases.add(alias);
        return alias;
    }

    public InstanceId freshInstance() {
        return new InstanceId(ids.next());
    }

    /** An order for a machine of a fresh instance in this test's deployment. */
    public InstanceSpec spec(String label) {
        return spec(deployment, freshInstance(), 1, label);
    }

    public InstanceSpec spec(String of, InstanceId instance, long generation, String label) {
        Optional<String> address = driver(of).capabilities().staticAddresses() ? Optional.of(freshAddress()) : Optional.empty();
        String name = of + "-" + label + "-" + generation;
        return new InstanceSpec(name, subject.image(), subject.flavor(), new Tags(of, instance, generation), address, "", List.of());
    }

    public String freshAddress() {
        List<String> all = subject.addresses();
        assertThat(addressesUsed).as("addresses left, of those that the driver's test supplies").isLessThan(all.size());
        return all.get(addressesUsed++);
    }

    /** Says that no machine took the last address, so that the next order may have it. */
    void reuseAddress() {
        addressesUsed = Math.max(0, addressesUsed - 1);
    }

    public static CreateKey key(InstanceSpec spec) {
        return new CreateKey(spec.tags().instance(), spec.tags().generation());
    }

    /** Orders the machine and waits until it runs. */
    public ObservedInstance running(InstanceSpec spec) {
        CloudDriver driver = driver(spec.tags().deployment());
        ProviderRef ref = driver.create(spec, key(spec)).ref();
        return awaitRunning(driver, ref);
    }

    /** Waits until the machine runs; starts it where the provider does not do so on its own. */
    public ObservedInstance awaitRunning(CloudDriver driver, ProviderRef ref) {
        return patience().untilPresent(ref + " runs", () -> {
            Optional<ObservedInstance> seen = driver.find(ref);
            if (seen.filter(s -> s.power() == PowerState.STOPPED).isPresent()) {
                driver.start(ref);
            }
            return seen.filter(s -> s.power() == PowerState.RUNNING);
        });
    }

    public ObservedInstance awaitStopped(CloudDriver driver, ProviderRef ref) {
        return patience().untilPresent(ref + " is stopped", () -> driver.find(ref).filter(s -> s.power() == PowerState.STOPPED));
    }

    public ObservedInstance stopped(InstanceSpec spec) {
        CloudDriver driver = driver(spec.tags().deployment());
        ProviderRef ref = running(spec).ref();
        driver.stop(ref, new StopMode.Force());
        return awaitStopped(driver, ref);
    }

    /** Waits until neither {@code find} nor {@code list} shows the machine. */
    public void awaitGone(CloudDriver driver, ProviderRef ref) {
        patience().until(ref + " is gone", () -> driver.find(ref).isEmpty() && !refs(driver).contains(ref));
    }

    /** Waits until the listing shows exactly these machines, and goes on to do so once its lag is over. */
    public void awaitListed(CloudDriver driver, ProviderRef... wanted) {
        patience().untilPasses(() -> assertThat(refs(driver)).containsExactlyInAnyOrder(wanted));
        patience().pass(driver.capabilities().listingLag());
        assertThat(refs(driver)).containsExactlyInAnyOrder(wanted);
    }

    public static List<ProviderRef> refs(CloudDriver driver) {
        return driver.list().stream().map(ObservedInstance::ref).toList();
    }

    /** Removes every machine, volume and image alias of every deployment of this test, and closes what it opened. */
    void close() {
        boolean wasInterrupted = Thread.interrupted(); // a test of interrupts may leave the flag, which would end the removal
        try {
            closing.reversed().forEach(Runnable::run);
            for (CloudDriver driver : drivers.values()) {
                removeAll(driver);
                driver.close();
            }
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void removeAll(CloudDriver driver) {
        patience().pass(driver.capabilities().listingLag()); // what was ordered last is listed by then
        patience().until("every machine of the test is removed", () -> {
            List<ObservedInstance> left = driver.list();
            left.forEach(machine -> driver.remove(machine.ref()));
            return left.isEmpty();
        });
        driver.volumes().ifPresent(this::removeAll);
        driver.images().ifPresent(images -> aliases.forEach(images::remove));
    }

    private void removeAll(Volumes volumes) {
        patience().until("every volume of the test is removed", () -> {
            List<ObservedVolume> left = volumes.list();
            left.stream().filter(v -> !v.attached()).forEach(v -> volumes.remove(v.name()));
            return left.isEmpty();
        });
    }
}
