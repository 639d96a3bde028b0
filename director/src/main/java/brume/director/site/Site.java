package brume.director.site;

import brume.core.id.SiteId;
import brume.director.db.Life;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** The row of a site. */
public record Site(SiteWant want, Life life, Instant createdAt, Optional<Seen> seen) {
    public Site {
        Objects.requireNonNull(want);
        Objects.requireNonNull(life);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(seen);
    }

    /**
     * What the last look found.
     *
     * @param ok whether the site answered
     * @param provider product and version, empty until it answered once
     * @param at since when it answers, or does not
     */
    public record Seen(boolean ok, String provider, String text, Instant at) {
        public Seen {
            Objects.requireNonNull(provider);
            Objects.requireNonNull(text);
            Objects.requireNonNull(at);
        }
    }

    public SiteId id() {
        return want.id();
    }

    public String name() {
        return want.name();
    }
}
