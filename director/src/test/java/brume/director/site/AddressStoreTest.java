package brume.director.site;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.driver.SiteSettings;
import brume.core.id.InstanceId;
import brume.core.id.SiteId;
import brume.director.db.Database;
import brume.director.db.OnBothEngines;
import brume.director.db.TestDatabases;
import brume.director.engine.DueStore;
import brume.director.event.EventStore;
import brume.testkit.sim.VirtualClock;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

@OnBothEngines
final class AddressStoreTest {
    private static final SiteId SITE = new SiteId(new UUID(0, 9));

    @AutoClose
    private final Database database = TestDatabases.open();

    private final VirtualClock clock = new VirtualClock();
    private final SiteStore sites =
            new SiteStore(database, new DueStore(database, clock), new EventStore(database, clock), clock);
    private final AddressStore addresses = new AddressStore(sites, clock);

    private void site(Map<String, String> settings) {
        database.write(tx -> {
            sites.want(tx, new SiteWant(SITE, "here", "fake", new SiteSettings(settings), Tier.CLOUD, ""));
            return SITE;
        });
    }

    private Optional<String> allot(long instance) {
        return database.write(tx -> addresses.allot(tx, SITE, new InstanceId(new UUID(1, instance))));
    }

    private void release(long instance) {
        database.write(tx -> {
            addresses.release(tx, new InstanceId(new UUID(1, instance)));
            return instance;
        });
    }

    @Test
    void pool_hasEveryAddressOnce_andThenNone() {
        site(Map.of("subnet", "10.83.0.0/24"));
        Set<String> given = new HashSet<>();
        for (int i = 0; i < 235; i++) {
            given.add(allot(i).orElseThrow());
        }
        assertThat(given).hasSize(235).contains("10.83.0.16", "10.83.0.250").doesNotContain("10.83.0.15", "10.83.0.251");
        assertThat(allot(999)).isEmpty();
    }

    @Test
    void sameInstance_keepsItsAddress() {
        site(Map.of("subnet", "10.83.0.0/24"));
        assertThat(allot(1)).isEqualTo(allot(1)).isPresent();
    }

    @Test
    void releasedAddress_comesRoundLast() {
        site(Map.of("subnet", "10.83.0.0/24", "addresses", "10.83.0.30-10.83.0.32"));
        assertThat(allot(1)).contains("10.83.0.30");
        release(1);
        assertThat(allot(2)).contains("10.83.0.31");
        assertThat(allot(3)).contains("10.83.0.32");
        assertThat(allot(4)).contains("10.83.0.30");
        assertThat(allot(5)).isEmpty();
    }

    @Test
    void widePool_isSearchedBeyondItsFirstHundreds() {
        site(Map.of("subnet", "10.80.0.0/16"));
        for (int i = 0; i < 600; i++) {
            assertThat(allot(i)).isPresent();
        }
        AddressStore forgetful = new AddressStore(sites, clock);
        Optional<String> next = database.write(tx -> forgetful.allot(tx, SITE, new InstanceId(new UUID(2, 1))));
        assertThat(next).contains("10.80.2.104");
    }

    @Test
    void siteWithoutASubnet_givesNone() {
        site(Map.of());
        assertThat(allot(1)).isEmpty();
    }

    @Test
    void mistakesInSettings_areTold() {
        assertThat(AddressStore.check(new SiteSettings(Map.of("subnet", "10.83.0.0/24", "addresses", "10.83.0.16-10.83.0.250")))).isEmpty();
        assertThat(AddressStore.check(new SiteSettings(Map.of("subnet", "10.83.0.0/30")))).hasSize(1);
        assertThat(AddressStore.check(new SiteSettings(Map.of("subnet", "10.83.0/24")))).hasSize(1);
        assertThat(AddressStore.check(new SiteSettings(Map.of("addresses", "10.83.0.20-10.83.0.16")))).hasSize(1);
    }
}
