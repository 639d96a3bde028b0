package brume.director.sim;

import brume.core.driver.ObservedInstance;
import brume.core.driver.ObservedVolume;
import brume.core.driver.PowerState;
import brume.core.driver.ProviderRef;
import brume.core.id.InstanceId;
import brume.director.db.Life;
import brume.director.instance.Instance;
import brume.director.instance.Power;
import brume.director.instance.Volume;
import brume.testkit.fake.FakeGuest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What must hold always, and what must hold once calm has lasted. */
final class Invariants {
    private final World world;

    Invariants(World world) {
        this.world = world;
    }

    /** Holds after every step. */
    void check() {
        world.agents().check();
        if (!world.cloud().foreignAttempts().isEmpty()) {
            throw new Violation("something foreign was touched: " + world.cloud().foreignAttempts());
        }
    }

    /** A machine that runs and serves is not removed while its instance lives. */
    void checkCall(String call) {
        if (!call.startsWith("remove ") || call.startsWith("remove volume ")) {
            return;
        }
        ProviderRef ref = new ProviderRef(call.substring("remove ".length()));
        Optional<FakeGuest> serving = world.cloud().guest(ref).filter(world.agents()::serves);
        boolean alive = serving.flatMap(world.agents()::instance)
                .flatMap(world.director().instances()::find)
                .filter(row -> row.life() == Life.ALIVE)
                .isPresent();
        if (alive) {
            throw new Violation("a machine that serves a living instance is removed: " + ref);
        }
    }

    /** What still keeps the world from being as wanted; empty when all is well. */
    List<String> unsettled() {
        List<Instance> rows = world.director().instances().page(Optional.empty(), Optional.empty(), 1000);
        Map<InstanceId, Instance> byId = rows.stream().collect(Collectors.toMap(Instance::id, Function.identity()));
        Map<InstanceId, List<ObservedInstance>> machines =
                world.cloud().truth().stream().collect(Collectors.groupingBy(m -> m.tags().instance()));
        List<String> wrong = new ArrayList<>();
        rows.forEach(row -> wrong.addAll(unsettled(row, machines.getOrDefault(row.id(), List.of()))));
        machines.keySet().stream().filter(id -> !byId.containsKey(id)).forEach(id -> wrong.add("machine without a row: " + machines.get(id)));
        wrong.addAll(volumes(byId));
        return wrong;
    }

    private List<String> unsettled(Instance row, List<ObservedInstance> machines) {
        String name = row.want().name() + " (" + row.life() + ", " + row.power() + "): ";
        if (row.life() == Life.DYING) {
            return List.of(name + "still dying");
        }
        if (row.life() == Life.DEAD) {
            return machines.isEmpty() ? List.of() : List.of(name + "dead, and has " + machines);
        }
        if (row.power() == Power.OFF) {
            boolean still = machines.size() <= 1 && machines.stream().allMatch(m -> m.power() == PowerState.STOPPED);
            return still ? List.of() : List.of(name + "has " + machines);
        }
        if (machines.size() != 1) {
            return List.of(name + "has " + machines);
        }
        ObservedInstance machine = machines.getFirst();
        boolean own = row.seen().filter(s -> s.ref().equals(machine.ref()) && s.power() == PowerState.RUNNING).isPresent();
        boolean serves = world.cloud().guest(machine.ref()).filter(world.agents()::serves).isPresent();
        boolean right = machine.power() == PowerState.RUNNING && machine.tags().generation() == row.generation() && own && serves;
        return right ? List.of() : List.of(name + "has " + machine + ", row " + row);
    }

    private List<String> volumes(Map<InstanceId, Instance> rows) {
        List<String> wrong = new ArrayList<>();
        Set<String> there = world.cloud().volumeTruth().stream().map(ObservedVolume::name).collect(Collectors.toSet());
        for (ObservedVolume volume : world.cloud().volumeTruth()) {
            Instance owner = rows.get(volume.tags().instance());
            if (owner == null || owner.life() != Life.ALIVE) {
                wrong.add("volume that nobody owns: " + volume);
            }
        }
        rows.values().stream()
                .filter(row -> row.life() == Life.ALIVE)
                .flatMap(row -> row.volumes().stream())
                .filter(Volume::there)
                .filter(volume -> !there.contains(volume.name()))
                .forEach(volume -> wrong.add("volume with data is gone: " + volume));
        return wrong;
    }
}
