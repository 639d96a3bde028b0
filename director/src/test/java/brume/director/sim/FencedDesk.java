package brume.director.sim;

import brume.core.id.InstanceId;
import brume.director.db.Life;
import brume.director.instance.Instance;
import brume.testkit.fake.FakeGuest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Grants an identity to the machine that the director has made the instance's own, and a higher fence with every new holder. */
final class FencedDesk implements Desk {
    private record Holder(long machine, long fence) {}

    private final World world;
    private final Map<InstanceId, Holder> holders = new HashMap<>();

    FencedDesk(World world) {
        this.world = world;
    }

    @Override
    public OptionalLong enrol(InstanceId instance, long generation, FakeGuest guest) {
        Optional<Instance> row = world.director().instances().find(instance);
        boolean own = row.filter(r -> r.life() == Life.ALIVE && r.generation() == generation)
                .flatMap(Instance::seen)
                .filter(seen -> seen.ref().equals(guest.ref()))
                .isPresent();
        if (!own) {
            return OptionalLong.empty();
        }
        Holder before = holders.getOrDefault(instance, new Holder(-1, 0));
        Holder now = before.machine() == guest.machine() ? before : new Holder(guest.machine(), before.fence() + 1);
        holders.put(instance, now);
        return OptionalLong.of(now.fence());
    }
}
