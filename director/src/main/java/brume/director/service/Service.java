package brume.director.service;

import brume.core.id.AppId;
import brume.core.id.CodeId;
import brume.core.id.ServiceId;
import brume.core.id.SiteId;
import brume.director.db.Life;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A row of table {@code service}.
 *
 * @param sid number within the application, from 1
 * @param counts wanted nodes per role, complete
 * @param settings JSON object text
 * @param previousCode the version that was active before; its copy stays on the nodes while requests may still use it
 */
public record Service(
        ServiceId id,
        AppId app,
        int sid,
        String type,
        String name,
        SiteId site,
        boolean wantRun,
        Map<String, Integer> counts,
        String settings,
        Optional<CodeId> activeCode,
        Optional<CodeId> previousCode,
        Life life,
        long generation,
        Instant createdAt,
        ServiceSight seen) {
    public Service {
        Objects.requireNonNull(id);
        Objects.requireNonNull(app);
        Objects.requireNonNull(type);
        Objects.requireNonNull(name);
        Objects.requireNonNull(site);
        counts = Map.copyOf(counts);
        Objects.requireNonNull(settings);
        Objects.requireNonNull(activeCode);
        Objects.requireNonNull(previousCode);
        Objects.requireNonNull(life);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(seen);
    }
}
