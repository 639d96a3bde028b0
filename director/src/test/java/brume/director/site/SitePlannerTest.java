package brume.director.site;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.driver.ObservedInstance;
import brume.core.driver.ObservedVolume;
import brume.core.driver.PowerState;
import brume.core.driver.ProviderRef;
import brume.core.driver.SiteSettings;
import brume.core.driver.Tags;
import brume.core.id.InstanceId;
import brume.core.id.SiteId;
import brume.director.db.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SitePlannerTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final Duration LAG = Duration.ofSeconds(10);
    private static final InstanceId ID = new InstanceId(new UUID(0, 1));

    private static Map<InstanceId, Tenant> tenant(Life life, long generation) {
        return Map.of(ID, new Tenant(ID, life, generation));
    }

    private static ObservedInstance machine(long generation) {
        return new ObservedInstance(new ProviderRef("m"), "web", new Tags("t", ID, generation), PowerState.RUNNING, List.of(), NOW, "");
    }

    private static ObservedVolume volume() {
        return new ObservedVolume("v", new Tags("t", ID, 0), false);
    }

    private static Site site(Life life) {
        SiteWant want = new SiteWant(new SiteId(new UUID(0, 9)), "here", "fake", new SiteSettings(Map.of()), Tier.CLOUD, "");
        return new Site(want, life, NOW, Optional.empty());
    }

    @Test
    void whatALivingRowOwns_isNoOrphan() {
        for (Life life : List.of(Life.ALIVE, Life.DYING)) {
            assertThat(SitePlanner.orphans(List.of(machine(2)), List.of(volume()), tenant(life, 2))).isEmpty();
        }
    }

    @Test
    void earlierGeneration_isAnOrphan_laterOneIsNot() {
        assertThat(SitePlanner.orphans(List.of(machine(1)), List.of(), tenant(Life.ALIVE, 2))).hasSize(1);
        assertThat(SitePlanner.orphans(List.of(machine(3)), List.of(), tenant(Life.ALIVE, 2))).isEmpty();
    }

    @Test
    void whatADeadRowOrNoRowOwns_isAnOrphan() {
        assertThat(SitePlanner.orphans(List.of(machine(2)), List.of(volume()), tenant(Life.DEAD, 2))).hasSize(2);
        assertThat(SitePlanner.orphans(List.of(machine(2)), List.of(volume()), Map.of())).hasSize(2);
    }

    @Test
    void orphans_areLeftAloneForTheGraceAndTheLag() {
        Orphan orphan = new Orphan(Orphan.Sort.MACHINE, "m");
        Instant justRipe = NOW.minus(SitePlanner.GRACE).minus(LAG);
        assertThat(SitePlanner.plan(site(Life.ALIVE), Map.of(orphan, justRipe.plusMillis(1)), 0, LAG, NOW)).isInstanceOf(SiteStep.Rest.class);
        assertThat(SitePlanner.plan(site(Life.ALIVE), Map.of(orphan, justRipe), 0, LAG, NOW)).isEqualTo(new SiteStep.RemoveMachine("m"));
    }

    @Test
    void machinesGoBeforeVolumes() {
        Instant ripe = NOW.minus(Duration.ofHours(1));
        Map<Orphan, Instant> orphans = Map.of(new Orphan(Orphan.Sort.VOLUME, "v"), ripe, new Orphan(Orphan.Sort.MACHINE, "m"), ripe);
        assertThat(SitePlanner.plan(site(Life.ALIVE), orphans, 0, LAG, NOW)).isEqualTo(new SiteStep.RemoveMachine("m"));
    }

    @Test
    void orphanThatCannotBeRemoved_doesNotKeepTheOthers() {
        Instant ripe = NOW.minus(Duration.ofHours(1));
        Map<Orphan, Instant> orphans = Map.of(new Orphan(Orphan.Sort.MACHINE, "a"), ripe, new Orphan(Orphan.Sort.MACHINE, "b"), ripe);
        SiteStep now = SitePlanner.plan(site(Life.ALIVE), orphans, 0, LAG, NOW);
        SiteStep next = SitePlanner.plan(site(Life.ALIVE), orphans, 0, LAG, NOW.plusSeconds(1));
        assertThat(next).isNotEqualTo(now);
    }

    @Test
    void unwantedSite_waitsForItsTenants_thenIsForgotten() {
        assertThat(SitePlanner.plan(site(Life.DYING), Map.of(), 1, LAG, NOW)).isInstanceOf(SiteStep.Hold.class);
        assertThat(SitePlanner.plan(site(Life.DYING), Map.of(), 0, LAG, NOW)).isEqualTo(new SiteStep.Forget());
    }
}
