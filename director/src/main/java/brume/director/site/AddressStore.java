package brume.director.site;

import static brume.director.db.generated.Tables.ADDRESS;

import brume.core.driver.SiteSettings;
import brume.core.id.InstanceId;
import brume.core.id.SiteId;
import brume.core.problem.Problem;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;

/** Table {@code address}: which address of a site belongs to whom, from before the machine is made until it is surely gone. Thread-safe. */
public final class AddressStore {
    /** Candidates looked up at once. */
    private static final int STRIDE = 64;

    private final SiteStore sites;
    private final InstantSource clock;

    /** Where the search begins, so that addresses come round before one is used again. A hint: forgetting it costs a longer search only. */
    private final Map<SiteId, Long> next = new ConcurrentHashMap<>();

    public AddressStore(SiteStore sites, InstantSource clock) {
        this.sites = Objects.requireNonNull(sites);
        this.clock = Objects.requireNonNull(clock);
    }

    /** A site's settings without those that are the director's own: what its driver gets. */
    public static SiteSettings driverSettings(SiteSettings settings) {
        Map<String, String> values = new HashMap<>(settings.values());
        values.keySet().removeAll(AddressPool.KEYS);
        return new SiteSettings(values);
    }

    /** Every mistake in a site's settings that concern addresses. */
    public static List<Problem> check(SiteSettings settings) {
        return AddressPool.check(settings);
    }

    /** Whether machines of the site have addresses from its pool. */
    public boolean hasPool(DSLContext tx, SiteId site) {
        return pool(tx, site).isPresent();
    }

    /** The instance's address, from now on if it had none. Empty when the site has no pool or all of it is taken. */
    public Optional<String> allot(DSLContext tx, SiteId site, InstanceId instance) {
        Optional<String> had = tx.select(ADDRESS.ADDRESS_)
                .from(ADDRESS)
                .where(ADDRESS.INSTANCE_ID.eq(instance.toString()))
                .fetchOptional(ADDRESS.ADDRESS_);
        if (had.isPresent()) {
            return had;
        }
        Optional<String> free = pool(tx, site).flatMap(pool -> free(tx, site, pool));
        free.ifPresent(address -> tx.insertInto(ADDRESS, ADDRESS.SITE_ID, ADDRESS.ADDRESS_, ADDRESS.INSTANCE_ID, ADDRESS.CREATED_AT)
                .values(site.toString(), address, instance.toString(), clock.instant())
                .execute());
        return free;
    }

    /** Gives the instance's address back; no effect when it has none. */
    public void release(DSLContext tx, InstanceId instance) {
        tx.deleteFrom(ADDRESS).where(ADDRESS.INSTANCE_ID.eq(instance.toString())).execute();
    }

    private Optional<AddressPool> pool(DSLContext tx, SiteId site) {
        return sites.find(tx, site).flatMap(s -> AddressPool.of(s.want().settings()));
    }

    private Optional<String> free(DSLContext tx, SiteId site, AddressPool pool) {
        long start = Math.floorMod(next.getOrDefault(site, 0L), pool.size());
        for (long offset = 0; offset < pool.size(); offset += STRIDE) {
            List<String> candidates = new ArrayList<>();
            for (long i = offset; i < Math.min(offset + STRIDE, pool.size()); i++) {
                candidates.add(AddressPool.text(pool.first() + (start + i) % pool.size()));
            }
            Set<String> taken = new HashSet<>(tx.select(ADDRESS.ADDRESS_)
                    .from(ADDRESS)
                    .where(ADDRESS.SITE_ID.eq(site.toString()), ADDRESS.ADDRESS_.in(candidates))
                    .fetch(ADDRESS.ADDRESS_));
            for (int i = 0; i < candidates.size(); i++) {
                if (!taken.contains(candidates.get(i))) {
                    next.put(site, start + offset + i + 1);
                    return Optional.of(candidates.get(i));
                }
            }
        }
        return Optional.empty();
    }
}
