package brume.director.site;

import brume.core.id.InstanceId;
import brume.director.db.Life;
import java.util.Objects;

/** A row that lives at a site and may own machines and volumes there. */
public record Tenant(InstanceId id, Life life, long generation) {
    public Tenant {
        Objects.requireNonNull(id);
        Objects.requireNonNull(life);
    }
}
