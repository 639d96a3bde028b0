package brume.director.site;

import brume.core.driver.CloudDriver;
import brume.core.driver.DriverException;
import brume.core.driver.DriverFactory;
import brume.core.driver.SiteSettings;
import brume.core.id.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The open drivers, one per site. A driver stays open until its site's settings change; a change is noticed within {@link #RECHECK}. Thread-safe.
 */
public final class Sites implements AutoCloseable {
    /** How long the settings of an open driver are believed without reading them again. */
    static final Duration RECHECK = Duration.ofSeconds(5);

    private final SiteStore store;
    private final Map<String, DriverFactory> factories;
    private final String deployment;
    private final InstantSource clock;
    private final Map<SiteId, Open> open = new ConcurrentHashMap<>();
    /** Replaced drivers: passes under way may still use them. */
    private final Queue<CloudDriver> retired = new ConcurrentLinkedQueue<>();

    /** An open driver and the row that it was opened from, as it was read at {@code checkedAt}. */
    private record Open(Site site, CloudDriver driver, Instant checkedAt) {
        boolean fits(Site other) {
            return site.want().driver().equals(other.want().driver()) && site.want().settings().equals(other.want().settings());
        }
    }

    public Sites(SiteStore store, Collection<? extends DriverFactory> factories, String deployment, InstantSource clock) {
        this.store = Objects.requireNonNull(store);
        this.factories = factories.stream().collect(Collectors.toUnmodifiableMap(DriverFactory::kind, Function.identity()));
        this.deployment = Objects.requireNonNull(deployment);
        this.clock = Objects.requireNonNull(clock);
    }

    /** What tags everything: the name of the deployment, made unlike any other's. */
    public String deployment() {
        return deployment;
    }

    /** The driver of a site. {@link DriverException.Rejected} with {@code no-such-site} or {@code no-such-driver} when there is none. */
    public CloudDriver driver(SiteId id) {
        return current(id).driver();
    }

    /** What was last seen of the site, as far as it is known here: at most {@link #RECHECK} old, and new after {@link #recheck}. */
    public Optional<Site.Seen> seen(SiteId id) {
        return current(id).site().seen();
    }

    /** Has the row read again at the next use. */
    void recheck(SiteId id) {
        open.computeIfPresent(id, (key, before) -> new Open(before.site(), before.driver(), Instant.MIN));
    }

    /** The site's settings as its open driver has them. */
    public SiteSettings settings(SiteId id) {
        return current(id).site().want().settings();
    }

    private Open current(SiteId id) {
        Open there = open.get(id);
        if (there != null && there.checkedAt().isAfter(clock.instant().minus(RECHECK))) {
            return there;
        }
        Site site = store.find(id).orElseThrow(() -> new DriverException.Rejected("no-such-site", "there is no such site", id.toString()));
        return open.compute(id, (key, before) -> renewed(site, before));
    }

    private Open renewed(Site site, @Nullable Open before) {
        if (before != null && before.fits(site)) {
            return new Open(site, before.driver(), clock.instant());
        }
        DriverFactory factory = factories.get(site.want().driver());
        if (factory == null) {
            throw new DriverException.Rejected("no-such-driver", "there is no driver of this kind", site.want().driver());
        }
        if (before != null) {
            retired.add(before.driver());
        }
        return new Open(site, factory.open(AddressStore.driverSettings(site.want().settings()), deployment), clock.instant());
    }

    @Override
    public void close() {
        open.values().forEach(o -> o.driver().close());
        retired.forEach(CloudDriver::close);
    }
}
