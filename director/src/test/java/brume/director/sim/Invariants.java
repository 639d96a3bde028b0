package brume.director.sim;

import static brume.director.db.generated.Tables.ADDRESS;

import brume.core.driver.ObservedInstance;
import brume.core.driver.ObservedVolume;
import brume.core.driver.PowerState;
import brume.core.driver.ProviderRef;
import brume.core.id.InstanceId;
import brume.director.db.Life;
import brume.director.instance.Instance;
import brume.director.instance.Power;
import brume.director.instance.Volume;
import brume.director.node.Node;
import brume.director.service.Service;
import brume.testkit.sim.FakeAgent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What must hold always, and what must hold once calm has lasted. */
final class Invariants {
    private final SimWorld world;

    /** What was made in a storm in which nothing goes wrong. */
    private final Set<String> made = new HashSet<>();

    Invariants(SimWorld world) {
        this.world = world;
    }

    /** What must hold of a call that a director is about to make. */
    void checkCall(String call) {
        if (call.startsWith("create ") && world.storm().fair() && !made.add(call)) {
            throw new AssertionError("done twice: " + call);
        }
        checkRemoval(call);
    }

    /** A machine that runs and serves is not removed while its instance lives, and one that leaves a service not while others still need it. */
    private void checkRemoval(String call) {
        if (!call.startsWith("remove ") || call.startsWith("remove volume ")) {
            return;
        }
        Optional<FakeAgent> agent = agent(new ProviderRef(call.substring("remove ".length())));
        if (agent.isEmpty()) {
            return;
        }
        Optional<Instance> row = world.director().instances().find(InstanceId.parse(agent.get().bootstrap().instance()));
        if (agent.get().copyRuns() && row.filter(r -> r.life() == Life.ALIVE).isPresent()) {
            throw new AssertionError("a machine that serves a living instance is removed: " + call);
        }
        if (world.storm().quiet() && row.flatMap(this::service).filter(s -> s.life() == Life.ALIVE).isPresent()) {
            world.roles().needed(agent.get()).ifPresent(why -> {
                throw new AssertionError("a node is removed before it has left: " + call + ", " + why);
            });
        }
    }

    /** Of a node that can be told something: an agent that is silent, because time went by without its turn, is not waited for. */
    private Optional<Service> service(Instance row) {
        return world.director().nodes().find(row.id()).filter(world.director()::connected).flatMap(node -> world.director().services().find(node.service()));
    }

    /** The agent of the machine, when that runs. */
    private Optional<FakeAgent> agent(ProviderRef ref) {
        return world.agents().running().stream().filter(a -> a.guest().ref().equals(ref)).findFirst();
    }

    /** What still keeps the world from being as wanted; empty when all is well. */
    List<String> unsettled() {
        List<Instance> rows = world.director().instances().page(Optional.empty(), Optional.empty(), SimWorld.ROWS_MAX);
        Map<InstanceId, Instance> byId = rows.stream().collect(Collectors.toMap(Instance::id, Function.identity()));
        Map<InstanceId, List<ObservedInstance>> machines =
                world.cloud().truth().stream().collect(Collectors.groupingBy(m -> m.tags().instance()));
        List<String> wrong = new ArrayList<>();
        rows.forEach(row -> wrong.addAll(unsettled(row, machines.getOrDefault(row.id(), List.of()))));
        machines.keySet().stream().filter(id -> !byId.containsKey(id)).forEach(id -> wrong.add("machine without a row: " + machines.get(id)));
        wrong.addAll(volumes(byId));
        wrong.addAll(addresses(byId));
        return wrong;
    }

    private List<String> unsettled(Instance row, List<ObservedInstance> machines) {
        String name = row.want().name() + " (" + row.life() + ", " + row.power() + "): ";
        if (row.life() == Life.DYING) {
            return List.of(name + "still dying");
        }
        if (row.life() == Life.DEAD) {
            if (world.director().nodes().find(row.id()).isPresent()) {
                return List.of(name + "dead, and has a node");
            }
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
        boolean right = machine.power() == PowerState.RUNNING && machine.tags().generation() == row.generation() && own;
        if (!right) {
            return List.of(name + "has " + machine + ", row " + row);
        }
        Optional<Node> node = world.director().nodes().find(row.id());
        Optional<FakeAgent> agent = agent(machine.ref()).filter(FakeAgent::copyRuns);
        boolean serves = node.isPresent() && agent.filter(a -> serves(node.get(), a)).isPresent();
        return serves ? List.of() : List.of(name + "does not serve: " + node.map(Invariants::text).orElse("no node") + ", " + agent.map(Invariants::text).orElse("no agent that runs"));
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

    /** By the newest configuration, under the newest fence, and the director knows. */
    private static boolean serves(Node node, FakeAgent agent) {
        boolean known = node.report().filter(r -> r.generation() == node.configGeneration() && r.fence() == node.fence()).isPresent();
        return known && agent.fence() == node.fence() && agent.generation() == node.configGeneration();
    }

    private static String text(Node node) {
        return "the node wants configuration " + node.configGeneration() + " under fence " + node.fence() + ", reported "
                + node.report().map(r -> r.generation() + " under " + r.fence()).orElse("nothing") + " (" + node.agent() + ")";
    }

    private static String text(FakeAgent agent) {
        return "its agent has " + agent.generation() + " under " + agent.fence();
    }

    /** Only the living hold addresses. */
    private List<String> addresses(Map<InstanceId, Instance> rows) {
        return world.database()
                .read(tx -> tx.select(ADDRESS.INSTANCE_ID, ADDRESS.ADDRESS_).from(ADDRESS).fetch(r -> Map.entry(r.value1(), r.value2())))
                .stream()
                .filter(held -> {
                    Instance owner = rows.get(InstanceId.parse(held.getKey()));
                    return owner == null || owner.life() != Life.ALIVE;
                })
                .map(held -> "address that nobody owns: " + held)
                .toList();
    }
}
