package brume.director.site;

import brume.core.driver.CloudDriver;
import brume.core.driver.DriverException;
import brume.core.driver.Images;
import brume.core.driver.ObservedImage;
import brume.core.id.SiteId;
import brume.director.http.Refusal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Shows the images of sites as their providers list them. Reads only; a site that does not answer is an error, not an empty list. */
public final class ImageShelf {
    private static final int RETRY_SECONDS = 5;

    private final Sites sites;

    public ImageShelf(Sites sites) {
        this.sites = Objects.requireNonNull(sites);
    }

    List<ObservedImage> of(SiteId site) {
        try {
            CloudDriver driver = sites.driver(site);
            Optional<Images> images = driver.images();
            return images.map(Images::list).orElse(List.of());
        } catch (DriverException e) {
            throw Refusal.busy("The site does not answer: " + e.getMessage() + " (" + e.fact() + ").", RETRY_SECONDS);
        }
    }
}
