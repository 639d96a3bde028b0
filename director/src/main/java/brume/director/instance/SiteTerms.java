package brume.director.instance;

import java.time.Duration;
import java.util.Objects;

/**
 * What a planner must know of the site.
 *
 * @param keys whether a repeated create with one key makes one machine
 * @param lag how long a look may show the old state
 * @param pooled whether machines have addresses from the site's pool
 */
record SiteTerms(boolean keys, Duration lag, boolean pooled) {
    SiteTerms {
        Objects.requireNonNull(lag);
    }
}
