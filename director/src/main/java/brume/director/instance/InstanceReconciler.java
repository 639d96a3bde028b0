package brume.director.instance;

import brume.core.driver.Capabilities;
import brume.core.driver.CloudDriver;
import brume.core.driver.DriverException;
import brume.core.driver.InstanceSpec;
import brume.core.driver.ObservedInstance;
import brume.core.driver.ProviderRef;
import brume.core.driver.StopMode;
import brume.core.driver.Tags;
import brume.core.driver.VolumeMount;
import brume.core.driver.VolumeSpec;
import brume.core.driver.Volumes;
import brume.core.id.InstanceId;
import brume.core.outcome.Outcome;
import brume.core.outcome.Reason;
import brume.director.engine.Kind;
import brume.director.engine.Reconciler;
import brume.director.site.Sites;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Brings one instance a step nearer to what is wanted of it. */
public final class InstanceReconciler implements Reconciler {
    /** What a guest gets to shut down before the plug is pulled. */
    static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

    /** After a step that only wrote something down. */
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    /** How often the pool of addresses, or what refers to a dead row, is asked again. */
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final InstanceStore store;
    private final Sites sites;
    private final Inventory inventory;
    private final Bootstraps bootstraps;
    private final InstantSource clock;

    public InstanceReconciler(InstanceStore store, Sites sites, Bootstraps bootstraps, InstantSource clock) {
        this.store = Objects.requireNonNull(store);
        this.sites = Objects.requireNonNull(sites);
        this.inventory = new Inventory(clock);
        this.bootstraps = Objects.requireNonNull(bootstraps);
        this.clock = Objects.requireNonNull(clock);
    }

    @Override
    public Kind kind() {
        return Kind.INSTANCE;
    }

    @Override
    public Outcome reconcile(UUID id) {
        Optional<Instance> found = store.find(new InstanceId(id));
        if (found.isEmpty()) {
            return new Outcome.Gone();
        }
        Instance row = found.get();
        Optional<InstanceStep.Hold> away = InstancePlanner.planAway(sites.seen(row.site()), clock.instant());
        if (away.isPresent()) {
            return new Outcome.Blocked(away.get().reason(), away.get().lookAgain());
        }
        CloudDriver driver = sites.driver(row.site());
        SiteTerms terms = terms(row, driver.capabilities());
        Sighting sight = inventory.of(row, driver);
        InstanceStep step = InstancePlanner.plan(row, sight, terms, clock.instant());
        seeOwn(row, sight);
        return act(row, driver, step, terms);
    }

    private SiteTerms terms(Instance row, Capabilities capabilities) {
        boolean pooled = sites.settings(row.site()).find("subnet").isPresent();
        return new SiteTerms(capabilities.honoursKeys(), capabilities.listingLag(), pooled);
    }

    /** Writes down how the instance's own machine is, before anything is done to it. */
    private void seeOwn(Instance row, Sighting sight) {
        row.seen()
                .flatMap(seen -> sight.machines().stream().filter(m -> m.ref().equals(seen.ref())).findFirst())
                .ifPresent(machine -> store.seen(row, machine));
    }

    private Outcome act(Instance row, CloudDriver driver, InstanceStep step, SiteTerms terms) {
        Duration soon = InstancePlanner.soon(terms);
        return switch (step) {
            case InstanceStep.EnsureVolume ensure -> ensureVolume(row, driver, ensure.volume());
            case InstanceStep.AllotAddress() -> allotAddress(row);
            case InstanceStep.Create() -> create(row, driver, soon);
            case InstanceStep.AdoptSeen adopt -> {
                store.seen(row, adopt.machine());
                yield working("Found its machine.", AT_ONCE);
            }
            case InstanceStep.Start start -> {
                driver.start(start.ref());
                yield working("Starts the machine.", soon);
            }
            case InstanceStep.Stop stop -> {
                driver.stop(stop.ref(), new StopMode.Graceful(STOP_PATIENCE));
                yield working("Stops the machine.", soon);
            }
            case InstanceStep.ReapDuplicate reap -> remove(driver, reap.ref(), "Removes a machine that is one too many: " + reap.ref(), soon);
            case InstanceStep.Remove remove -> remove(driver, remove.ref(), "Removes the machine.", soon);
            case InstanceStep.RemoveVolume remove -> {
                volumes(row, driver).remove(remove.volume().name());
                store.volumeGone(remove.volume());
                yield working("Removes its volumes.", AT_ONCE);
            }
            case InstanceStep.Bury() -> {
                store.bury(row);
                yield working("Is gone.", AT_ONCE);
            }
            case InstanceStep.Purge() -> store.purge(row) ? new Outcome.Gone() : new Outcome.Settled("Is gone; something still refers to it.", AGAIN);
            case InstanceStep.NoteMissing() -> {
                store.missing(row);
                yield working("The machine is not found.", AT_ONCE);
            }
            case InstanceStep.NextGeneration() -> {
                store.nextGeneration(row);
                yield working("The machine is gone; the next one follows.", AT_ONCE);
            }
            case InstanceStep.ForgetLosses() -> {
                store.forgetLosses(row);
                yield working("Runs steadily again.", AT_ONCE);
            }
            case InstanceStep.Wait wait -> working(wait.what(), wait.lookAgain());
            case InstanceStep.Hold hold -> new Outcome.Blocked(hold.reason(), hold.lookAgain());
            case InstanceStep.Settled settled -> new Outcome.Settled(settled.text(), settled.lookAgain());
        };
    }

    private Outcome create(Instance row, CloudDriver driver, Duration soon) {
        store.asked(row);
        ObservedInstance made = driver.create(spec(row), row.key());
        store.seen(row, made);
        return working("Asked for a machine.", soon);
    }

    private InstanceSpec spec(Instance row) {
        Tags tags = new Tags(sites.deployment(), row.id(), row.generation());
        String bootstrap = row.want().agent() ? bootstraps.text(row) : "";
        return new InstanceSpec(
                row.machineName(),
                row.want().image(),
                row.want().flavor(),
                tags,
                row.address(),
                bootstrap,
                row.volumes().stream().map(v -> new VolumeMount(v.name(), v.want().path())).toList());
    }

    private Outcome ensureVolume(Instance row, CloudDriver driver, Volume volume) {
        volumes(row, driver).create(new VolumeSpec(volume.name(), volume.want().size(), new Tags(sites.deployment(), row.id(), 0)));
        store.volumeThere(volume);
        return working("Makes its volumes.", AT_ONCE);
    }

    private static Volumes volumes(Instance row, CloudDriver driver) {
        return driver.volumes()
                .orElseThrow(() -> new DriverException.Rejected("no-volumes", "the site has no volumes", row.site().toString()));
    }

    private Outcome allotAddress(Instance row) {
        if (store.allotAddress(row)) {
            return working("Has an address.", AT_ONCE);
        }
        Reason reason = new Reason("no-address", "Every address of the site is taken; widen its `subnet` or `addresses`, or let something there go.");
        return new Outcome.Blocked(reason, AGAIN);
    }

    private static Outcome remove(CloudDriver driver, ProviderRef ref, String doing, Duration soon) {
        driver.remove(ref);
        return working(doing, soon);
    }

    private static Outcome working(String doing, Duration lookAgain) {
        return new Outcome.Working(doing, lookAgain);
    }
}
