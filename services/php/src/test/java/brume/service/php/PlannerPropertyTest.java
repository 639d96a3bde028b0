package brume.service.php;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.service.Member;
import brume.core.service.Progress;
import brume.core.service.ServicePlan;
import brume.core.service.ServiceView;
import brume.service.web.Json;
import brume.service.web.ProxySettings;
import brume.service.web.RoleKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random worlds: nodes come, go, lag, are cut off and die, counts and versions change, and requests run all the time. Every plan is safe, planning the planned world changes nothing, and
 * everything settles when the world calms down. A seed gives one world; there is one for every {@link #SHARE} seeds that {@code brume.sim.seeds} asks for.
 */
final class PlannerPropertyTest {
    private static final int STEPS = 300;
    private static final int LOGGED = 40;

    /** A world here costs as much as so many of those of the simulator of the director, for which the property is meant. */
    private static final int SHARE = 100;

    @Test
    void noRequestFails_andEverythingSettles() {
        int seeds = Integer.getInteger("brume.sim.seeds", 10_000) / SHARE;
        int served = 0;
        for (long seed = 1; seed <= seeds; seed++) {
            served += run(seed);
        }
        assertThat(served).isGreaterThan(seeds * 20);
    }

    private static int run(long seed) {
        World world = new World();
        try {
            return run(world, RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
        } catch (AssertionError | RuntimeException e) {
            int logged = world.log.size();
            throw new AssertionError("seed " + seed + "\n" + String.join("\n", world.log.subList(Math.max(0, logged - LOGGED), logged)), e);
        }
    }

    private static int run(World world, RandomGenerator random) {
        if (random.nextBoolean()) {
            world.activate('a');
        }
        settle(world);
        Traffic traffic = new Traffic(world, random);
        for (int step = 0; step < STEPS; step++) {
            act(world, traffic, random);
            traffic.check();
        }
        traffic.endAll();
        settle(world);
        return traffic.served;
    }

    private static void act(World world, Traffic traffic, RandomGenerator random) {
        int dice = random.nextInt(100);
        if (dice < 30) {
            traffic.start();
        } else if (dice < 45) {
            traffic.finish();
        } else if (dice < 60) {
            safePlan(world);
        } else if (dice < 85) {
            agent(world, traffic, random);
        } else if (dice < 92) {
            world.pass(Duration.ofSeconds(random.nextInt(1, 40)));
            world.log.add("now " + world.now);
        } else if (dice < 95) {
            change(world, random);
        } else {
            disturb(world, random);
        }
    }

    private static void agent(World world, Traffic traffic, RandomGenerator random) {
        SimNode node = any(world, random);
        if (random.nextBoolean() && node.step()) {
            world.log.add("node " + node.ordinal + " steps to " + node.programs);
        }
        if (random.nextBoolean()) {
            node.report();
            world.log.add("node " + node.ordinal + " reports, open " + node.open);
        }
        if (!traffic.busy(node) && !node.dead) {
            node.retire(random.nextBoolean() ? RoleKind.WEB : RoleKind.PROXY);
        }
    }

    private static void change(World world, RandomGenerator random) {
        int what = random.nextInt(5);
        world.log.add("change " + what);
        switch (what) {
            case 0 -> world.counts.put("proxy", random.nextInt(1, 3));
            case 1 -> world.counts.put("web", random.nextInt(1, 4));
            case 2 -> world.counts.put("backend", random.nextInt(1, 5));
            case 3 -> world.activate((char) ('a' + random.nextInt(4)));
            default -> world.settings = "{\"environment\":{\"N\":\"" + random.nextInt(10) + "\"}}";
        }
    }

    private static void disturb(World world, RandomGenerator random) {
        SimNode node = any(world, random);
        int what = random.nextInt(6);
        world.log.add("disturbance " + what + " of node " + node.ordinal);
        switch (what) {
            case 0 -> {
                if (!node.programs.containsKey(RoleKind.PROXY)) { // nobody can be told not to use a proxy: its patience outlasts this test's time
                    node.cut = true;
                }
            }
            case 1 -> {
                node.cut = false;
                node.report();
            }
            case 2 -> node.failing.add(List.of(RoleKind.values()).get(random.nextInt(3)));
            case 3 -> node.failing.clear();
            case 4 -> node.dead = node.dead || random.nextInt(4) == 0;
            default -> {
                if (node.dead) {
                    node.replaceMachine();
                }
            }
        }
    }

    private static void safePlan(World world) {
        ServiceView before = world.view();
        ServicePlan plan = world.plan();
        ServicePlan again = world.planAgain(plan, before);
        assertThat(World.printNodes(again)).isEqualTo(World.printNodes(plan));
        assertThat(again.nodes()).as("planning the planned world gives nothing").isEqualTo(plan.nodes());
        for (RoleKind role : RoleKind.values()) {
            assertThat(carriers(plan, role)).as("one %s stays", role.shortName()).isNotEmpty();
        }
        assertThat(carriers(plan, RoleKind.PROXY)).contains(1);
        for (Member member : before.members()) {
            boolean asks = member.wanted().stream()
                    .filter(role -> role.role().equals(RoleKind.PROXY.fullName("php")))
                    .anyMatch(role -> !Json.read(role.settings(), ProxySettings.class).webs().isEmpty());
            if (asks) {
                plan.nodes().stream()
                        .filter(node -> node.ordinal() == member.ordinal())
                        .flatMap(node -> node.roles().stream())
                        .filter(role -> role.role().equals(RoleKind.PROXY.fullName("php")))
                        .forEach(role -> assertThat(Json.read(role.settings(), ProxySettings.class).webs())
                                .as("proxy %d keeps a web", member.ordinal())
                                .isNotEmpty());
            }
        }
    }

    private static void settle(World world) {
        for (SimNode node : world.nodes.values()) {
            node.failing.clear();
            node.cut = false;
            if (node.dead) {
                node.replaceMachine();
            }
            node.report();
        }
        for (int round = 0; round < 30; round++) {
            ServicePlan plan = world.plan();
            if (plan.progress() instanceof Progress.Ready) {
                assertThat(carriers(plan, RoleKind.PROXY)).hasSize(count(world, "proxy"));
                assertThat(carriers(plan, RoleKind.WEB)).hasSize(count(world, "web"));
                assertThat(carriers(plan, RoleKind.BACKEND)).hasSize(count(world, "backend"));
                return;
            }
            world.bringAll();
            world.pass(Duration.ofSeconds(1));
        }
        throw new AssertionError("does not settle:\n" + World.print(world.plan()));
    }

    private static int count(World world, String role) {
        return world.counts.getOrDefault(role, 0);
    }

    private static Set<Integer> carriers(ServicePlan plan, RoleKind role) {
        return plan.nodes().stream()
                .filter(node -> node.roles().stream().anyMatch(config -> config.role().equals(role.fullName("php"))))
                .map(node -> node.ordinal())
                .collect(Collectors.toSet());
    }

    private static SimNode any(World world, RandomGenerator random) {
        return List.copyOf(world.nodes.values()).get(random.nextInt(world.nodes.size()));
    }
}
