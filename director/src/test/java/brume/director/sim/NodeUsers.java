package brume.director.sim;

import brume.core.agent.RoleConfig;
import brume.core.driver.Flavor;
import brume.core.id.InstanceId;
import brume.core.id.ServiceId;
import brume.core.id.VolumeId;
import brume.core.quantity.Bytes;
import brume.core.quantity.Millicores;
import brume.director.db.Life;
import brume.director.instance.Instance;
import brume.director.instance.InstanceWant;
import brume.director.instance.Power;
import brume.director.instance.VolumeWant;
import brume.director.node.NodeWant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jooq.DSLContext;

/** People who want nodes, one by one: on, off, configured otherwise and gone. They stand where the reconciler of services would. */
final class NodeUsers implements Users {
    /** What the director said that it would do. */
    enum Promise {
        ON,
        OFF,
        GONE
    }

    private static final Flavor FLAVOR = new Flavor(Millicores.ofCores(1), Bytes.ofMiB(64), Bytes.ofGiB(1));
    private static final String ROLE = "plain.role";

    private final SimWorld world;
    private final RandomGenerator random;
    private final int most;
    private final ServiceId service;
    private final Map<InstanceId, Promise> promises = new TreeMap<>();
    private boolean acting;
    private int made;
    private int configured;

    NodeUsers(SimWorld world, RandomGenerator random, int most) {
        this.world = world;
        this.random = random;
        this.most = most;
        this.service = world.director().wishes().holder("plain");
    }

    Map<InstanceId, Promise> promises() {
        return promises;
    }

    @Override
    public void act() {
        List<InstanceId> living = promises.entrySet().stream().filter(e -> e.getValue() != Promise.GONE).map(Map.Entry::getKey).toList();
        if (living.isEmpty() || (made < most && random.nextInt(2) == 0)) {
            if (made < most) {
                want(random.nextInt(4) == 0 ? Power.OFF : Power.ON, random.nextInt(3));
            }
            return;
        }
        InstanceId id = living.get(random.nextInt(living.size()));
        switch (random.nextInt(8)) {
            case 0 -> wantGone(id);
            case 1, 2 -> wantRoles(id);
            default -> wantPower(id, random.nextBoolean() ? Power.ON : Power.OFF);
        }
    }

    InstanceId want(Power power, int volumes) {
        InstanceId id = new InstanceId(world.ids().next());
        String name = "i" + ++made;
        List<VolumeWant> wants = new ArrayList<>();
        for (int v = 1; v <= volumes; v++) {
            wants.add(new VolumeWant(new VolumeId(world.ids().next()), name + "-v" + v, "/data" + v, Bytes.ofGiB(1)));
        }
        InstanceWant want = new InstanceWant(id, world.site(), name, SimWorld.IMAGE, FLAVOR, true, power, wants);
        wish(id, name + " " + power + " volumes " + volumes, power == Power.ON ? Promise.ON : Promise.OFF, tx -> {
            world.director().instances().want(tx, want);
            world.director().nodes().want(tx, new NodeWant(id, service, made, roles()));
        });
        return id;
    }

    void wantPower(InstanceId id, Power power) {
        wish(id, id + " " + power, power == Power.ON ? Promise.ON : Promise.OFF, tx -> world.director().instances().wantPower(tx, id, power));
    }

    void wantGone(InstanceId id) {
        wish(id, id + " gone", Promise.GONE, tx -> {
            world.director().nodes().wantGone(tx, id);
            world.director().instances().wantGone(tx, id);
        });
    }

    /** Wants another configuration of the node. */
    void wantRoles(InstanceId id) {
        Promise unchanged = Optional.ofNullable(promises.get(id)).orElseThrow();
        wish(id, id + " configured otherwise", unchanged, tx -> world.director().nodes().wantRoles(tx, id, roles()));
    }

    private List<RoleConfig> roles() {
        return List.of(new RoleConfig(ROLE, "{\"configured\":" + ++configured + "}", List.of()));
    }

    private interface Writing {
        void write(DSLContext tx);
    }

    private void wish(InstanceId id, String what, Promise promise, Writing writing) {
        world.trace().add("user wants " + what);
        acting = true;
        world.database().write(tx -> {
            writing.write(tx);
            return id;
        });
        promises.put(id, promise);
        acting = false;
    }

    @Override
    public void lookAfterCrash() {
        if (!acting) {
            lostChange().ifPresent(lost -> {
                throw new AssertionError(lost);
            });
            return;
        }
        for (Instance row : world.director().instances().page(Optional.empty(), Optional.empty(), SimWorld.ROWS_MAX)) {
            Promise now = row.life() != Life.ALIVE ? Promise.GONE : row.power() == Power.ON ? Promise.ON : Promise.OFF;
            promises.put(row.id(), now);
        }
        acting = false;
    }

    @Override
    public Optional<String> lostChange() {
        for (Map.Entry<InstanceId, Promise> promised : promises.entrySet()) {
            Optional<Instance> row = world.director().instances().find(promised.getKey());
            boolean kept = switch (promised.getValue()) {
                case GONE -> row.filter(r -> r.life() == Life.ALIVE).isEmpty();
                case ON -> row.filter(r -> r.life() == Life.ALIVE && r.power() == Power.ON).isPresent();
                case OFF -> row.filter(r -> r.life() == Life.ALIVE && r.power() == Power.OFF).isPresent();
            };
            if (!kept) {
                return Optional.of("an acknowledged change is lost: " + promised + ", the row is " + row);
            }
        }
        return Optional.empty();
    }

    @Override
    public List<String> unsettled() {
        return List.of();
    }
}
