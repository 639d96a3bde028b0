package brume.director.sim;

import brume.core.driver.Flavor;
import brume.core.id.InstanceId;
import brume.core.id.SiteId;
import brume.core.id.VolumeId;
import brume.core.quantity.Bytes;
import brume.core.quantity.Millicores;
import brume.director.db.Life;
import brume.director.instance.Instance;
import brume.director.instance.InstanceWant;
import brume.director.instance.Power;
import brume.director.instance.VolumeWant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** People who want instances, on, off and gone; they remember what was acknowledged. */
final class Users {
    /** What the director said that it would do. */
    enum Promise {
        ON,
        OFF,
        GONE
    }

    private static final Flavor FLAVOR = new Flavor(Millicores.ofCores(1), Bytes.ofMiB(64), Bytes.ofGiB(1));

    private final World world;
    private final RandomGenerator random;
    private final Map<InstanceId, Promise> promises = new TreeMap<>();
    private int made;

    Users(World world, RandomGenerator random) {
        this.world = world;
        this.random = random;
    }

    Map<InstanceId, Promise> promises() {
        return promises;
    }

    /** One act of somebody. */
    void act(int instancesMax) {
        List<InstanceId> living = promises.entrySet().stream().filter(e -> e.getValue() != Promise.GONE).map(Map.Entry::getKey).toList();
        if (living.isEmpty() || (made < instancesMax && random.nextInt(2) == 0)) {
            if (made < instancesMax) {
                want(random.nextInt(4) == 0 ? Power.OFF : Power.ON, random.nextInt(3));
            }
            return;
        }
        InstanceId id = living.get(random.nextInt(living.size()));
        if (random.nextInt(4) == 0) {
            wantGone(id);
        } else {
            wantPower(id, random.nextBoolean() ? Power.ON : Power.OFF);
        }
    }

    InstanceId want(Power power, int volumes) {
        InstanceId id = new InstanceId(world.ids().next());
        String name = "i" + ++made;
        List<VolumeWant> wants = new ArrayList<>();
        for (int v = 1; v <= volumes; v++) {
            wants.add(new VolumeWant(new VolumeId(world.ids().next()), name + "-v" + v, "/data" + v, Bytes.ofGiB(1)));
        }
        InstanceWant want = new InstanceWant(id, world.site(), name, World.IMAGE, FLAVOR, true, power, wants);
        world.trace().add("user wants " + name + " " + power + " volumes " + volumes);
        world.database().write(tx -> {
            world.director().instances().want(tx, want);
            return id;
        });
        promises.put(id, power == Power.ON ? Promise.ON : Promise.OFF);
        return id;
    }

    void wantPower(InstanceId id, Power power) {
        world.trace().add("user wants " + id + " " + power);
        world.database().write(tx -> {
            world.director().instances().wantPower(tx, id, power);
            return id;
        });
        promises.put(id, power == Power.ON ? Promise.ON : Promise.OFF);
    }

    void wantGone(InstanceId id) {
        world.trace().add("user wants " + id + " gone");
        world.database().write(tx -> {
            world.director().instances().wantGone(tx, id);
            return id;
        });
        promises.put(id, Promise.GONE);
    }

    void wantSite(SiteId id) {
        world.trace().add("user wants the site");
        world.database().write(tx -> {
            world.director().sites().want(tx, world.siteWant(id));
            return id;
        });
    }

    /**
     * After a crash in the middle of an act nobody knows whether it was done: the user looks. What was promised before must still stand.
     *
     * @param before promises as they were when the act began
     */
    void lookAfterCrash(boolean actWasUnderWay) {
        if (!actWasUnderWay) {
            check();
            return;
        }
        for (Instance row : world.director().instances().page(Optional.empty(), Optional.empty(), 1000)) {
            Promise now = row.life() != Life.ALIVE ? Promise.GONE : row.power() == Power.ON ? Promise.ON : Promise.OFF;
            promises.put(row.id(), now);
        }
    }

    /** No acknowledged change is lost. */
    void check() {
        promises.forEach((id, promise) -> {
            Optional<Instance> row = world.director().instances().find(id);
            boolean kept = switch (promise) {
                case GONE -> row.filter(r -> r.life() == Life.ALIVE).isEmpty();
                case ON -> row.filter(r -> r.life() == Life.ALIVE && r.power() == Power.ON).isPresent();
                case OFF -> row.filter(r -> r.life() == Life.ALIVE && r.power() == Power.OFF).isPresent();
            };
            if (!kept) {
                throw new Violation("an acknowledged change is lost: " + id + " " + promise + ", the row is " + row);
            }
        });
    }
}
