package brume.director.sim;

import brume.core.driver.CloudDriver;
import brume.core.service.ServiceType;
import brume.director.engine.Reconciler;
import brume.testkit.sim.AgentPort;
import java.time.InstantSource;
import java.util.List;

/** How a simulated director differs from the real one: a planted mistake. */
interface Variation {
    /** None. */
    Variation NONE = new Variation() {};

    /** The driver that the director gets instead. */
    default CloudDriver driver(CloudDriver real) {
        return real;
    }

    /** The reconcilers that the director runs instead. */
    default List<Reconciler> reconcilers(List<Reconciler> real, SimDirector director) {
        return real;
    }

    /** The service type that the director plans by instead. */
    default ServiceType type(ServiceType real) {
        return real;
    }

    /** The clock that a director goes by instead of the one that all of them share. */
    default InstantSource clock(InstantSource shared) {
        return shared;
    }

    /** What answers agents instead. */
    default AgentPort agents(AgentPort real, SimWorld world) {
        return real;
    }
}
