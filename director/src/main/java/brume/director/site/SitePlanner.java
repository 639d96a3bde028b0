package brume.director.site;

import brume.core.driver.ObservedInstance;
import brume.core.driver.ObservedVolume;
import brume.core.driver.Tags;
import brume.core.id.InstanceId;
import brume.core.outcome.Reason;
import brume.director.db.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What to do about a site: which of its resources nobody owns, and which of those to remove now. */
final class SitePlanner {
    /** An orphan is left alone this long: the time for a person to notice a mistake, and for any pass under way to end. */
    static final Duration GRACE = Duration.ofMinutes(5);

    /** How often a site is asked whether it answers, and swept. */
    static final Duration LOOK = Duration.ofSeconds(30);

    private SitePlanner() {}

    /**
     * What carries our tag and belongs to no living row. A generation above the row's is not counted: it can only come from a database older than the machine, and then the machine
     * is the better witness.
     */
    static Set<Orphan> orphans(Collection<ObservedInstance> machines, Collection<ObservedVolume> volumes, Map<InstanceId, Tenant> tenants) {
        Set<Orphan> orphans = new TreeSet<>();
        for (ObservedInstance machine : machines) {
            boolean owned = owner(machine.tags(), tenants).filter(t -> machine.tags().generation() >= t.generation()).isPresent();
            if (!owned) {
                orphans.add(new Orphan(Orphan.Sort.MACHINE, machine.ref().value()));
            }
        }
        for (ObservedVolume volume : volumes) {
            if (owner(volume.tags(), tenants).isEmpty()) {
                orphans.add(new Orphan(Orphan.Sort.VOLUME, volume.name()));
            }
        }
        return orphans;
    }

    /**
     * @param orphans with the time since when each is one
     * @param lag how late listings may be
     */
    static SiteStep plan(Site site, Map<Orphan, Instant> orphans, int tenants, Duration lag, Instant now) {
        List<Orphan> ripe = ripe(orphans, lag, now);
        if (!ripe.isEmpty()) {
            // By turns, so that one that cannot be removed does not keep the others.
            Orphan chosen = ripe.get((int) Math.floorMod(now.getEpochSecond(), (long) ripe.size()));
            return switch (chosen.sort()) {
                case MACHINE -> new SiteStep.RemoveMachine(chosen.ref());
                case VOLUME -> new SiteStep.RemoveVolume(chosen.ref());
            };
        }
        if (site.life() == Life.ALIVE) {
            return new SiteStep.Rest(orphans.isEmpty() ? "Answers." : "Answers; " + orphans.size() + " things there belong to nobody.", LOOK);
        }
        if (tenants > 0 || !orphans.isEmpty()) {
            return new SiteStep.Hold(new Reason("site-in-use", "The site goes once nothing lives there: " + tenants + " machines do."));
        }
        return new SiteStep.Forget();
    }

    private static Optional<Tenant> owner(Tags tags, Map<InstanceId, Tenant> tenants) {
        return Optional.ofNullable(tenants.get(tags.instance())).filter(t -> t.life() != Life.DEAD);
    }

    /** Those whose grace is over. Volumes wait for the machines, which may hold them. */
    private static List<Orphan> ripe(Map<Orphan, Instant> orphans, Duration lag, Instant now) {
        Map<Orphan.Sort, List<Orphan>> bySort = orphans.entrySet().stream()
                .filter(e -> !e.getValue().plus(GRACE).plus(lag).isAfter(now))
                .map(Map.Entry::getKey)
                .sorted()
                .collect(Collectors.groupingBy(Orphan::sort));
        List<Orphan> machines = bySort.getOrDefault(Orphan.Sort.MACHINE, List.of());
        return machines.isEmpty() ? bySort.getOrDefault(Orphan.Sort.VOLUME, List.of()) : machines;
    }
}
