package brume.director.instance;

import brume.core.driver.CloudDriver;
import brume.core.driver.ObservedInstance;
import brume.core.id.InstanceId;
import brume.core.id.SiteId;
import brume.director.db.Life;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Looks for the machines of an instance, as cheaply as is safe. Where keys are honoured, a machine that is known by its reference is looked up alone, for there can be no other of
 * its generation; everywhere else the site's listing is read, which all passes of the same moment share. Thread-safe.
 */
final class Inventory {
    /** How old a shared listing may be. Every look says how old it is, and the planner counts from there. */
    static final Duration SHARED = Duration.ofSeconds(1);

    private final InstantSource clock;
    private final Map<SiteId, Listing> listings = new ConcurrentHashMap<>();

    /** A listing under way or done; empty when it failed, and then those who waited look for themselves. */
    private record Listing(Instant asOf, CompletableFuture<Optional<Map<InstanceId, List<ObservedInstance>>>> machines) {}

    Inventory(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock);
    }

    Sighting of(Instance row, CloudDriver driver) {
        Instant now = clock.instant();
        if (!row.mayHaveMachine()) {
            return new Sighting(List.of(), now);
        }
        if (driver.capabilities().honoursKeys() && row.seen().isPresent() && row.life() == Life.ALIVE) {
            List<ObservedInstance> found = driver.find(row.seen().get().ref())
                    .filter(machine -> machine.tags().instance().equals(row.id()))
                    .map(List::of)
                    .orElse(List.of());
            return new Sighting(found, now);
        }
        return listed(row, driver, now);
    }

    /** Whoever finds the last listing too old makes the next one on its own thread; the others wait for it. */
    private Sighting listed(Instance row, CloudDriver driver, Instant now) {
        Listing mine = new Listing(now, new CompletableFuture<>());
        Listing current = listings.compute(row.site(), (site, last) -> last != null && usable(last, now) ? last : mine);
        if (current.equals(mine)) {
            Optional<Map<InstanceId, List<ObservedInstance>>> machines = Optional.empty();
            try {
                machines = Optional.of(list(driver));
            } finally {
                mine.machines().complete(machines);
            }
        }
        Optional<Map<InstanceId, List<ObservedInstance>>> shared = current.machines().join();
        Instant asOf = shared.isPresent() ? current.asOf() : now;
        return new Sighting(shared.orElseGet(() -> list(driver)).getOrDefault(row.id(), List.of()), asOf);
    }

    private static Map<InstanceId, List<ObservedInstance>> list(CloudDriver driver) {
        return driver.list().stream().collect(Collectors.groupingBy(machine -> machine.tags().instance()));
    }

    private static boolean usable(Listing last, Instant now) {
        boolean failed = last.machines().isDone() && last.machines().join().isEmpty();
        return !failed && last.asOf().plus(SHARED).isAfter(now);
    }
}
