package brume.director.site;

import brume.core.id.InstanceId;
import brume.core.id.SiteId;
import java.util.Map;

/** Who lives at a site, told by the package that owns the rows. */
@FunctionalInterface
public interface Tenants {
    /** Every row of the site, dead ones too, by id. */
    Map<InstanceId, Tenant> of(SiteId site);
}
