package brume.director.site;

import brume.core.driver.SiteSettings;
import brume.core.id.SiteId;
import java.util.Objects;

/**
 * A site as people want it.
 *
 * @param name unique among sites, what a manifest's {@code Cloud} says
 * @param driver kind of the driver, such as {@code incus}
 * @param settings the driver's own, and ours: {@code subnet}, {@code addresses}
 * @param location for people
 */
public record SiteWant(SiteId id, String name, String driver, SiteSettings settings, Tier tier, String location) {
    public SiteWant {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(driver);
        Objects.requireNonNull(settings);
        Objects.requireNonNull(tier);
        Objects.requireNonNull(location);
    }
}
