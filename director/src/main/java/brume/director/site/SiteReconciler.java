package brume.director.site;

import brume.core.driver.CloudDriver;
import brume.core.driver.ObservedInstance;
import brume.core.driver.ObservedVolume;
import brume.core.driver.ProviderRef;
import brume.core.driver.Volumes;
import brume.core.id.InstanceId;
import brume.core.id.SiteId;
import brume.core.outcome.Outcome;
import brume.core.outcome.Reason;
import brume.director.engine.Kind;
import brume.director.engine.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Asks a site whether it answers, and sweeps what is ours and nobody's. */
public final class SiteReconciler implements Reconciler {
    /** More may be ripe: the next pass comes soon. */
    private static final Duration MORE = Duration.ofSeconds(1);

    private final SiteStore store;
    private final Sites sites;
    private final Tenants tenants;
    private final InstantSource clock;

    public SiteReconciler(SiteStore store, Sites sites, Tenants tenants, InstantSource clock) {
        this.store = Objects.requireNonNull(store);
        this.sites = Objects.requireNonNull(sites);
        this.tenants = Objects.requireNonNull(tenants);
        this.clock = Objects.requireNonNull(clock);
    }

    @Override
    public Kind kind() {
        return Kind.SITE;
    }

    @Override
    public Outcome reconcile(UUID id) {
        Optional<Site> row = store.find(new SiteId(id));
        if (row.isEmpty()) {
            return new Outcome.Gone();
        }
        Site site = row.get();
        CloudDriver driver = sites.driver(site.id());
        // Machines before rows: the row of whatever is listed was there before the machine.
        List<ObservedInstance> machines = driver.list();
        List<ObservedVolume> volumes = driver.volumes().map(Volumes::list).orElse(List.of());
        Map<InstanceId, Tenant> living = tenants.of(site.id());
        Set<Orphan> orphans = SitePlanner.orphans(machines, volumes, living);

        Map<Orphan, Instant> since = store.orphans(site.id(), orphans);
        if (store.seen(site, true, driver.capabilities().provider(), "Answers.")) {
            sites.recheck(site.id());
            store.wakeTenants(living.values());
        }
        SiteStep step = SitePlanner.plan(site, since, living.size(), driver.capabilities().listingLag(), clock.instant());
        return act(site, driver, living, step);
    }

    @Override
    public void troubled(UUID id, Reason reason) {
        store.find(new SiteId(id)).ifPresent(site -> store.seen(site, false, site.seen().map(Site.Seen::provider).orElse(""), reason.text()));
    }

    private Outcome act(Site site, CloudDriver driver, Map<InstanceId, Tenant> living, SiteStep step) {
        return switch (step) {
            case SiteStep.RemoveMachine remove -> {
                removeMachine(site.id(), driver, living, new ProviderRef(remove.ref()));
                yield new Outcome.Working("Removes a machine that belongs to nobody: " + remove.ref(), MORE);
            }
            case SiteStep.RemoveVolume remove -> {
                driver.volumes().ifPresent(v -> v.remove(remove.name()));
                store.swept(site.id(), new Orphan(Orphan.Sort.VOLUME, remove.name()));
                yield new Outcome.Working("Removes a volume that belongs to nobody: " + remove.name(), MORE);
            }
            case SiteStep.Hold hold -> new Outcome.Blocked(hold.reason(), SitePlanner.LOOK);
            case SiteStep.Forget() ->
                store.forget(site.id())
                        ? new Outcome.Gone()
                        : new Outcome.Blocked(new Reason("site-in-use", "The site goes once no service names it."), SitePlanner.LOOK);
            case SiteStep.Rest rest -> new Outcome.Settled(rest.text(), rest.lookAgain());
        };
    }

    /** A reference may have passed to another machine since the listing: whose it is now decides. */
    private void removeMachine(SiteId site, CloudDriver driver, Map<InstanceId, Tenant> living, ProviderRef ref) {
        List<ObservedInstance> there = driver.find(ref).map(List::of).orElse(List.of());
        if (SitePlanner.orphans(there, List.of(), living).isEmpty()) {
            return;
        }
        driver.remove(ref);
        store.swept(site, new Orphan(Orphan.Sort.MACHINE, ref.value()));
    }
}
