package brume.director.sim;

import brume.core.id.InstanceId;
import brume.testkit.fake.FakeGuest;
import java.util.OptionalLong;

/** Where agents ask for an identity. Outlives directors, as the database does. */
interface Desk {
    /** The fence under which the guest may serve from now on; empty: it stays inert. */
    OptionalLong enrol(InstanceId instance, long generation, FakeGuest guest);
}
