package brume.director.instance;

import brume.core.driver.Flavor;
import brume.core.driver.SiteSettings;
import brume.core.id.IdSource;
import brume.core.id.InstanceId;
import brume.core.id.SiteId;
import brume.core.id.TimeOrderedIds;
import brume.core.id.VolumeId;
import brume.core.quantity.Bytes;
import brume.core.quantity.Millicores;
import brume.director.db.Database;
import brume.director.engine.DueStore;
import brume.director.event.EventStore;
import brume.director.site.AddressStore;
import brume.director.site.SiteStore;
import brume.director.site.SiteWant;
import brume.director.site.Tier;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.jooq.DSLContext;

/** A process that wants instances for ever, on several threads, and prints every id once it is acknowledged. To be killed. */
final class KilledWriter {
    private static final int WRITERS = 8;
    private static final SiteId SITE = new SiteId(new UUID(0, 9));

    private KilledWriter() {}

    public static void main(String[] args) {
        InstantSource clock = InstantSource.system();
        IdSource ids = new TimeOrderedIds(clock, RandomGenerator.of("SecureRandom"));
        Database database = Database.openSqlite(Path.of(args[0]));
        DueStore due = new DueStore(database, clock);
        EventStore events = new EventStore(database, clock);
        SiteStore sites = new SiteStore(database, due, events, clock);
        InstanceStore instances = new InstanceStore(database, new AddressStore(sites, clock), due, events, clock);
        database.write(tx -> {
            sites.want(tx, new SiteWant(SITE, "here", "fake", new SiteSettings(Map.of()), Tier.CLOUD, ""));
            return SITE;
        });
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < WRITERS; i++) {
                writers.execute(() -> {
                    while (true) {
                        InstanceId id = database.write(tx -> want(tx, instances, ids));
                        System.out.println(id);
                    }
                });
            }
        }
    }

    private static InstanceId want(DSLContext tx, InstanceStore instances, IdSource ids) {
        InstanceId id = new InstanceId(ids.next());
        Flavor flavor = new Flavor(Millicores.ofCores(1), Bytes.ofMiB(64), Bytes.ofGiB(1));
        VolumeWant volume = new VolumeWant(new VolumeId(ids.next()), "data", "/data", Bytes.ofGiB(1));
        instances.want(tx, new InstanceWant(id, SITE, "web", "services", flavor, false, Power.ON, List.of(volume)));
        return id;
    }
}
