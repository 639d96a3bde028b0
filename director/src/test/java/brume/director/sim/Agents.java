package brume.director.sim;

import brume.core.id.InstanceId;
import brume.testkit.fake.FakeGuest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The agents in the machines of the fake cloud: each asks for an identity until it has one, keeps it while the machine is there, and is inert before. */
final class Agents {
    /** The identity of a machine, kept on its disk. */
    private record Identity(InstanceId instance, long fence) {}

    private final World world;
    private final Desk desk;
    private final Map<Long, Identity> granted = new HashMap<>();

    Agents(World world, Desk desk) {
        this.world = world;
        this.desk = desk;
    }

    /** Every guest that runs and has no identity asks for one. */
    void step() {
        for (FakeGuest guest : world.cloud().guests()) {
            if (granted.containsKey(guest.machine())) {
                continue;
            }
            int dot = guest.bootstrap().indexOf('.');
            InstanceId instance = InstanceId.parse(guest.bootstrap().substring(0, dot));
            OptionalLong fence = desk.enrol(instance, Long.parseLong(guest.bootstrap().substring(dot + 1)), guest);
            if (fence.isPresent()) {
                world.trace().add("agent of " + guest.ref() + " serves under fence " + fence.getAsLong());
                granted.put(guest.machine(), new Identity(instance, fence.getAsLong()));
            }
        }
    }

    /** Never two running copies under one fence. */
    void check() {
        Map<Identity, List<FakeGuest>> serving = world.cloud().guests().stream()
                .filter(guest -> granted.containsKey(guest.machine()))
                .collect(Collectors.groupingBy(guest -> granted.get(guest.machine())));
        serving.forEach((identity, guests) -> {
            if (guests.size() > 1) {
                throw new Violation("two copies run under one fence: " + identity + " " + guests);
            }
        });
    }

    /** The instance that the machine serves as. */
    Optional<InstanceId> instance(FakeGuest guest) {
        return Optional.ofNullable(granted.get(guest.machine())).map(Identity::instance);
    }

    /** Whether the machine serves. */
    boolean serves(FakeGuest guest) {
        return granted.containsKey(guest.machine());
    }
}
