package brume.director.instance;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.driver.Flavor;
import brume.core.driver.ObservedInstance;
import brume.core.driver.PowerState;
import brume.core.driver.ProviderRef;
import brume.core.driver.Tags;
import brume.core.id.InstanceId;
import brume.core.id.SiteId;
import brume.core.id.VolumeId;
import brume.core.quantity.Bytes;
import brume.core.quantity.Millicores;
import brume.director.db.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Over random rows and looks: the planner is safe, and in a world that obeys it comes to rest. */
final class InstancePlannerPropertyTest {
    private static final int WORLDS = 20_000;
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final InstanceId ID = new InstanceId(new UUID(0, 1));

    @Test
    void anyWorld_getsASafeStep() {
        RandomGenerator random = new SplittableRandom(1);
        for (int i = 0; i < WORLDS; i++) {
            Instance row = row(random);
            SiteTerms terms = terms(random);
            Sighting sight = sighting(random, row);
            InstanceStep step = InstancePlanner.plan(row, sight, terms, NOW);
            assertThat(unsafe(row, sight, terms, step)).as("%s%n%s%n%s%n%s", row, sight, terms, step).isFalse();
        }
    }

    private static boolean unsafe(Instance row, Sighting sight, SiteTerms terms, InstanceStep step) {
        boolean alive = row.life() == Life.ALIVE;
        return switch (step) {
            case InstanceStep.Create() -> !alive || row.power() == Power.OFF || !sight.machines().isEmpty() || row.seen().isPresent() || tooSoon(row, sight, terms);
            case InstanceStep.Remove remove -> alive && sight.machines().stream().anyMatch(m -> m.ref().equals(remove.ref()) && m.power() != PowerState.FAILED);
            case InstanceStep.ReapDuplicate reap -> !alive || isOwn(row, sight, reap.ref());
            case InstanceStep.RemoveVolume _ -> row.life() != Life.DYING || !sight.machines().isEmpty();
            case InstanceStep.Bury() -> row.life() != Life.DYING || !sight.machines().isEmpty() || !row.volumes().isEmpty();
            case InstanceStep.Purge() -> row.life() != Life.DEAD;
            case InstanceStep.NextGeneration() -> !alive || !sight.machines().isEmpty() || row.missingSince().isEmpty();
            case InstanceStep.Start _ -> !alive || row.power() == Power.OFF;
            case InstanceStep.Stop _ -> !alive || row.power() == Power.ON;
            case InstanceStep.EnsureVolume ensure -> !alive || ensure.volume().there();
            case InstanceStep.AllotAddress(),
                    InstanceStep.AdoptSeen _,
                    InstanceStep.NoteMissing(),
                    InstanceStep.ForgetLosses() ->
                !alive;
            case InstanceStep.Wait _, InstanceStep.Hold _, InstanceStep.Settled _ -> false;
        };
    }

    private static boolean tooSoon(Instance row, Sighting sight, SiteTerms terms) {
        return !terms.keys() && row.askedAt().filter(asked -> asked.plus(terms.lag()).isAfter(sight.asOf())).isPresent();
    }

    private static boolean isOwn(Instance row, Sighting sight, ProviderRef ref) {
        return sight.machines().stream().anyMatch(m -> m.ref().equals(ref) && m.tags().generation() == row.generation())
                && row.seen().filter(s -> s.ref().equals(ref)).isPresent();
    }

    @Test
    void inAWorldThatObeys_everyInstanceComesToRest() {
        RandomGenerator random = new SplittableRandom(2);
        for (int i = 0; i < WORLDS / 20; i++) {
            Obedient world = new Obedient(row(random), terms(random));
            for (int pass = 0; pass < 400 && !world.atRest(); pass++) {
                world.pass();
            }
            assertThat(world.atRest()).as("%s", world.row).isTrue();
            InstanceStep last = world.plan();
            world.pass();
            assertThat(world.plan().getClass()).as("planning the planned world gives nothing").isEqualTo(last.getClass());
        }
    }

    private static SiteTerms terms(RandomGenerator random) {
        return new SiteTerms(random.nextBoolean(), Duration.ofSeconds(random.nextInt(3) * 4L), random.nextBoolean());
    }

    static Instance row(RandomGenerator random) {
        List<Volume> volumes = new ArrayList<>();
        for (int v = random.nextInt(3); v > 0; v--) {
            volumes.add(new Volume(new VolumeWant(new VolumeId(new UUID(1, v)), "v" + v, "/v" + v, Bytes.ofGiB(1)), random.nextBoolean()));
        }
        Flavor flavor = new Flavor(Millicores.ofCores(1), Bytes.ofMiB(64), Bytes.ofGiB(1));
        InstanceWant want = new InstanceWant(
                ID, new SiteId(new UUID(0, 2)), "web", "services", flavor, true, random.nextInt(3) == 0 ? Power.OFF : Power.ON,
                volumes.stream().map(Volume::want).toList());
        Life life = random.nextInt(3) == 0 ? Life.DYING : random.nextInt(10) == 0 ? Life.DEAD : Life.ALIVE;
        Optional<Instant> asked = random.nextBoolean() ? Optional.of(ago(random)) : Optional.empty();
        Optional<Instance.Seen> seen = asked.filter(a -> random.nextBoolean())
                .map(a -> new Instance.Seen(new ProviderRef("m" + random.nextInt(3)), power(random), List.of(), "", a));
        return new Instance(
                want,
                volumes,
                random.nextBoolean() ? Optional.of("10.0.0.1") : Optional.empty(),
                life,
                NOW.minusSeconds(7200),
                1 + random.nextInt(3),
                random.nextInt(8),
                asked,
                seen,
                seen.filter(s -> random.nextInt(3) == 0).map(s -> ago(random)),
                life == Life.DEAD ? Optional.of(ago(random)) : Optional.empty());
    }

    private static Instant ago(RandomGenerator random) {
        return NOW.minusMillis(random.nextInt(random.nextBoolean() ? 60_000 : 3_600_000));
    }

    private static PowerState power(RandomGenerator random) {
        List<PowerState> all = List.copyOf(EnumSet.allOf(PowerState.class));
        return all.get(random.nextInt(all.size()));
    }

    private static Sighting sighting(RandomGenerator random, Instance row) {
        List<ObservedInstance> machines = new ArrayList<>();
        for (int m = random.nextInt(3); m > 0; m--) {
            long generation = Math.max(1, row.generation() - random.nextInt(2));
            machines.add(new ObservedInstance(
                    new ProviderRef("m" + m), "web-" + generation, new Tags("t", ID, generation), power(random), List.of(), ago(random), ""));
        }
        return new Sighting(machines, NOW.minusMillis(random.nextInt(5_000)));
    }
}
