package brume.director.service;

import static brume.director.db.generated.Tables.APP;
import static brume.director.db.generated.Tables.SITE;
import static org.assertj.core.api.Assertions.assertThat;

import brume.core.id.AppId;
import brume.core.id.ServiceId;
import brume.core.id.SiteId;
import brume.director.db.Database;
import brume.director.engine.DueStore;
import brume.director.event.EventStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ServiceStoreTest {
    private static final AppId APPLICATION = new AppId(new UUID(1, 1));
    private static final SiteId PLACE = new SiteId(new UUID(2, 2));
    private static final ServiceId PHP = new ServiceId(new UUID(3, 1));
    private static final ServiceId MYSQL = new ServiceId(new UUID(3, 2));

    private final InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    private final Database database = Database.openInMemory();
    private final ServiceStore services =
            new ServiceStore(database, new DueStore(database, clock), new EventStore(database, clock), clock);

    @BeforeEach
    void twoServices() {
        database.write(tx -> {
            tx.insertInto(SITE, SITE.ID, SITE.NAME, SITE.DRIVER, SITE.SETTINGS_JSON, SITE.CREATED_AT)
                    .values(PLACE.toString(), "s", "fake", "{}", Instant.EPOCH)
                    .execute();
            tx.insertInto(APP, APP.ID, APP.NAME, APP.OWNER_ID, APP.WANT_RUN, APP.CREATED_AT)
                    .values(APPLICATION.toString(), "a", "o", true, Instant.EPOCH)
                    .execute();
            services.want(tx, new ServiceWant(PHP, APPLICATION, 1, "php", "web", PLACE, true, Map.of(), "{}"));
            services.want(tx, new ServiceWant(MYSQL, APPLICATION, 2, "mysql", "db", PLACE, true, Map.of(), "{}"));
            return null;
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Service service(ServiceId id) {
        return services.find(id).orElseThrow();
    }

    private void seen(Service service, String text, Map<String, String> exports) {
        database.write(tx -> {
            services.seen(tx, service, new ServiceSight(service.generation(), ServiceState.RUNNING, text, exports, Optional.empty()));
            return null;
        });
    }

    @Test
    void changedExports_areSomethingNewToReachForSiblings_inTheSameTransaction() {
        seen(service(PHP), "serves", Map.of());
        seen(service(MYSQL), "serves", Map.of("MYSQL_HOST", "10.0.0.1"));

        assertThat(service(PHP).generation()).isGreaterThan(service(PHP).seen().generation());
        assertThat(service(MYSQL).seen().generation()).isEqualTo(service(MYSQL).generation());
    }

    @Test
    void otherNews_areNot() {
        seen(service(MYSQL), "serves", Map.of("MYSQL_HOST", "10.0.0.1"));
        seen(service(PHP), "serves", Map.of());
        seen(service(MYSQL), "serves well", Map.of("MYSQL_HOST", "10.0.0.1"));

        assertThat(service(PHP).seen().generation()).isEqualTo(service(PHP).generation());
    }
}
