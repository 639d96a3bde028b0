package brume.director.sim;

import brume.core.driver.CloudDriver;
import brume.director.engine.Reconciler;
import java.util.List;

/** How a simulated director differs from the real one: a planted mistake, or more reconcilers. */
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

    /** What grants identities to agents. */
    default Desk desk(World world) {
        return new FencedDesk(world);
    }
}
