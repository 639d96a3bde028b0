package brume.director.service;

import brume.core.id.AppId;
import brume.core.id.ServiceId;
import brume.core.id.SiteId;
import java.util.Map;
import java.util.Objects;

/** A service to have. {@code counts} complete and checked by its type, {@code settings} JSON object text, checked too. */
public record ServiceWant(
        ServiceId id, AppId app, int sid, String type, String name, SiteId site, boolean run, Map<String, Integer> counts, String settings) {
    public ServiceWant {
        Objects.requireNonNull(id);
        Objects.requireNonNull(app);
        Objects.requireNonNull(type);
        Objects.requireNonNull(name);
        Objects.requireNonNull(site);
        counts = Map.copyOf(counts);
        Objects.requireNonNull(settings);
    }
}
