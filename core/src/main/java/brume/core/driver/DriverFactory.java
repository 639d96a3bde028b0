package brume.core.driver;

import brume.core.problem.Problem;
import java.util.List;

/** Opens drivers of one kind. Stateless. */
public interface DriverFactory {
    /** Kind of site, such as {@code incus}; what the user writes as a site's driver. */
    String kind();

    /** Every mistake in the settings, without calling out; empty when they are good. */
    List<Problem> check(SiteSettings settings);

    /** Opens a driver that sees and acts on resources of {@code deployment} only. Does not call out. */
    CloudDriver open(SiteSettings settings, String deployment);
}
