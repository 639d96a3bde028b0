package brume.director.sim;

import brume.core.driver.CloudDriver;
import brume.core.driver.DriverFactory;
import brume.core.driver.Flavor;
import brume.core.driver.SiteSettings;
import brume.core.id.IdSource;
import brume.core.id.InstanceId;
import brume.core.id.SiteId;
import brume.core.id.TimeOrderedIds;
import brume.core.outcome.Outcome;
import brume.core.problem.Problem;
import brume.core.quantity.Bytes;
import brume.core.quantity.Millicores;
import brume.director.db.Database;
import brume.director.engine.DueStore;
import brume.director.engine.Engine;
import brume.director.engine.Incarnation;
import brume.director.engine.Kind;
import brume.director.engine.Reconciler;
import brume.director.event.EventStore;
import brume.director.instance.InstanceReconciler;
import brume.director.instance.InstanceStore;
import brume.director.instance.InstanceWant;
import brume.director.instance.Power;
import brume.director.site.AddressStore;
import brume.director.site.SiteReconciler;
import brume.director.site.SiteStore;
import brume.director.site.SiteWant;
import brume.director.site.Sites;
import brume.director.site.Tier;
import brume.testkit.fake.FakeCloud;
import brume.testkit.fake.FakeCloudSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Many instances on one director with its real threads, clock and database file, over a cloud that takes no time: how fast the engine itself is. As a program:
 * {@code Crowd [INSTANCES] [FOLDER]}.
 */
final class Crowd {
    private static final int BATCH = 250;
    private static final int PATIENCE_MINUTES = 20;

    /** What came of it. */
    record Result(int instances, Duration took, long passes, int machines) {
        @Override
        public String toString() {
            double seconds = took.toMillis() / 1000.0;
            return String.format("%d instances settled in %.1f s, %d passes, %.0f passes/s, %d machines", instances, seconds, passes, passes / seconds, machines);
        }
    }

    private Crowd() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int instances = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        Path folder = args.length > 1 ? Path.of(args[1]) : Files.createTempDirectory("brume-crowd");
        System.out.println(run(instances, folder));
    }

    static Result run(int instances, Path folder) throws InterruptedException {
        InstantSource clock = InstantSource.system();
        FakeCloud cloud = new FakeCloud(FakeCloudSettings.instant(), clock, new SplittableRandom(1));
        IdSource ids = new TimeOrderedIds(clock, new SplittableRandom(2));
        try (Database database = Database.openSqlite(folder.resolve("crowd.db"))) {
            DueStore due = new DueStore(database, clock);
            EventStore events = new EventStore(database, clock);
            SiteStore siteRows = new SiteStore(database, due, events, clock);
            InstanceStore rows = new InstanceStore(database, new AddressStore(siteRows, clock), due, events, clock);
            Sites sites = new Sites(siteRows, List.of(new Fake(cloud)), "crowd", clock);
            Settling settling = new Settling(new InstanceReconciler(rows, sites, row -> "", clock), instances);
            SiteId site = new SiteId(ids.next());
            try (Engine engine = new Engine(
                    database, due, List.of(settling, new SiteReconciler(siteRows, sites, rows, clock)), events, clock, Incarnation.of("crowd"))) {
                engine.start();
                long began = System.nanoTime();
                database.write(tx -> {
                    siteRows.want(tx, new SiteWant(site, "fake", "fake", new SiteSettings(Map.of("subnet", "10.64.0.0/16")), Tier.CLOUD, ""));
                    return site;
                });
                for (int first = 0; first < instances; first += BATCH) {
                    want(database, rows, ids, site, first, Math.min(first + BATCH, instances));
                }
                boolean settled = settling.latch.await(PATIENCE_MINUTES, TimeUnit.MINUTES);
                if (!settled) {
                    throw new IllegalStateException("not settled: " + settling.latch.getCount());
                }
                return new Result(instances, Duration.ofNanos(System.nanoTime() - began), engine.passes(), cloud.truth().size());
            }
        }
    }

    private static void want(Database database, InstanceStore rows, IdSource ids, SiteId site, int first, int end) {
        Flavor flavor = new Flavor(Millicores.ofCores(1), Bytes.ofMiB(64), Bytes.ofGiB(1));
        database.write(tx -> {
            for (int i = first; i < end; i++) {
                rows.want(tx, new InstanceWant(new InstanceId(ids.next()), site, "i" + i, "services", flavor, false, Power.ON, List.of()));
            }
            return end;
        });
    }

    /** Counts instances that settled. */
    private static final class Settling implements Reconciler {
        private final Reconciler real;
        private final Set<UUID> settled = ConcurrentHashMap.newKeySet();
        private final CountDownLatch latch;

        Settling(Reconciler real, int expected) {
            this.real = real;
            this.latch = new CountDownLatch(expected);
        }

        @Override
        public Kind kind() {
            return real.kind();
        }

        @Override
        public Outcome reconcile(UUID id) {
            Outcome outcome = real.reconcile(id);
            if (outcome instanceof Outcome.Settled && settled.add(id)) {
                latch.countDown();
            }
            return outcome;
        }
    }

    private record Fake(FakeCloud cloud) implements DriverFactory {
        @Override
        public String kind() {
            return "fake";
        }

        @Override
        public List<Problem> check(SiteSettings settings) {
            return List.of();
        }

        @Override
        public CloudDriver open(SiteSettings settings, String deployment) {
            return cloud.driver(deployment);
        }
    }
}
