package brume.service.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.service.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random worlds: whatever happens, never two clusters, never a lost write, and in the end everything serves and the plan stands still. */
class MysqlPlannerWorldTest {
    private static final int STEPS = 400;
    private static final int CALM_ROUNDS = 120;

    /** The property counts worlds of the simulator of the director; one of so many is run here. */
    private static final int SHARE = 33;

    @Test
    void anyTrouble_neverTwoClusters_neverALostWrite_thenConverges() {
        int seeds = Integer.getInteger("brume.sim.seeds", 10_000) / SHARE;
        for (long seed = 1; seed <= seeds; seed++) {
            run(seed);
        }
    }

    private static void run(long seed) {
        Random random = new Random(seed);
        World world = new World();
        world.counts.put("mysql", 1 + random.nextInt(3));
        List<String> trace = new ArrayList<>();
        List<World.Node> component = new ArrayList<>();
        try {
            for (int i = 0; i < STEPS; i++) {
                trouble(world, random, component, trace);
            }
            calm(world);
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + String.join("\n", trace.subList(Math.max(0, trace.size() - 60), trace.size())) + "\n" + world.text(), e);
        }
    }

    private static void trouble(World world, Random random, List<World.Node> component, List<String> trace) {
        int dice = random.nextInt(115);
        List<World.Node> nodes = new ArrayList<>(world.nodes.values());
        if (dice >= 100) {
            world.step();
            trace.add("all " + world.text().replace("\n", " | "));
            return;
        }
        if (dice < 25 || nodes.isEmpty()) {
            world.direct();
            trace.add("plan " + world.text().replace("\n", " | "));
            return;
        }
        World.Node node = nodes.get(random.nextInt(nodes.size()));
        if (dice < 45) {
            world.obey(node);
            trace.add("obey " + node.ordinal);
        } else if (dice < 65) {
            world.report(node);
            trace.add("report " + node.ordinal);
        } else if (dice < 75) {
            world.write();
        } else if (dice < 84) {
            if (node.up && dice < 79) {
                boolean politely = random.nextBoolean();
                world.down(node, politely);
                trace.add("down " + node.ordinal + (politely ? " politely" : ""));
            } else if (!node.up) {
                world.boot(node);
                trace.add("boot " + node.ordinal);
            }
        } else if (dice < 88) {
            node.connected = node.up && !node.connected;
            trace.add("connected " + node.ordinal + " " + node.connected);
        } else if (dice < 91) {
            component.clear();
            component.addAll(world.primaries());
            component.forEach(world::lose);
            trace.add("cut");
        } else if (dice < 94) {
            world.merge(component);
            component.clear();
            trace.add("merge");
        } else if (dice < 98) {
            world.now = world.now.plus(Duration.ofSeconds(1 + random.nextInt(15)));
        } else if (dice < 99) {
            world.remove(node.ordinal);
            trace.add("remove " + node.ordinal + " " + world.counts);
        } else {
            world.counts.put("mysql", 1 + random.nextInt(4));
            world.counts.put("glb", random.nextInt(3));
            trace.add("counts " + world.counts);
        }
    }

    private static void calm(World world) {
        for (int round = 0; round < CALM_ROUNDS; round++) {
            for (World.Node node : new TreeMap<>(world.nodes).values()) {
                if (!node.up || !node.connected) {
                    world.boot(node);
                }
                world.obey(node);
                world.report(node);
            }
            boolean changed = world.direct();
            if (!changed && world.plan.progress() instanceof Progress.Ready) {
                assertThat(world.primaries()).hasSize(world.counts.getOrDefault("mysql", 1));
                assertThat(world.primaries()).allMatch(n -> n.seqno == world.acknowledged);
                assertThat(world.plan.exports()).containsKey("MYSQL_IP");
                return;
            }
            world.now = world.now.plus(Duration.ofSeconds(5));
        }
        throw new AssertionError("does not settle");
    }
}
