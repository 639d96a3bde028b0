package brume.director.app;

import static brume.director.db.generated.Tables.BLOB;
import static org.assertj.core.api.Assertions.assertThat;

import brume.core.driver.SiteSettings;
import brume.core.id.AppId;
import brume.core.id.IdSource;
import brume.core.id.SiteId;
import brume.core.id.TimeOrderedIds;
import brume.core.id.UserId;
import brume.director.blob.ArchiveFormat;
import brume.director.blob.Blob;
import brume.director.blob.CodeArchive;
import brume.director.db.Database;
import brume.director.db.OnBothEngines;
import brume.director.db.TestDatabases;
import brume.director.engine.DueStore;
import brume.director.event.EventStore;
import brume.director.http.AccountRole;
import brume.director.http.Scope;
import brume.director.http.UserCaller;
import brume.director.identity.Vault;
import brume.director.revision.Change;
import brume.director.revision.Design;
import brume.director.revision.DesignPlanner;
import brume.director.revision.Revision;
import brume.director.revision.RevisionStore;
import brume.director.revision.ServiceDesign;
import brume.director.revision.Wild;
import brume.director.secret.Secrets;
import brume.director.service.CodeStore;
import brume.director.service.ServiceStore;
import brume.director.site.SiteStore;
import brume.director.site.SiteWant;
import brume.director.site.Tier;
import brume.testkit.sim.VirtualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows say what was planned: for random designs, what leads from one to another is done to the tables, and from there back again. */
@OnBothEngines
final class EditorPropertyTest {
    private static final int SEEDS = 60;
    private static final List<String> SITES = List.of("here");
    private static final UserCaller SOMEBODY =
            new UserCaller(new UserId(new UUID(0, 1)), "somebody", AccountRole.ADMIN, Scope.WRITE, new UUID(0, 2), "local");

    @TempDir
    Path home;

    @AutoClose
    private final Database database = TestDatabases.open();

    private final VirtualClock clock = new VirtualClock();
    private final DueStore due = new DueStore(database, clock);
    private final EventStore events = new EventStore(database, clock);
    private final IdSource ids = new TimeOrderedIds(clock, RandomGeneratorFactory.of("L64X128MixRandom").create(7));
    private final SiteStore sites = new SiteStore(database, due, events, clock);
    private final ServiceStore services = new ServiceStore(database, due, events, clock);
    private final CodeStore codes = new CodeStore(database, due, clock);
    private final AppStore apps = new AppStore(database, due, events, clock);
    private final RevisionStore store = new RevisionStore(database, clock, RevisionStore.KEPT);

    /** The bytes of {@link Wild}'s designs. */
    private Supplies supplies() {
        Map<String, Blob> blobs = new HashMap<>();
        Map<String, CodeArchive.Result.Normalised> archives = new HashMap<>();
        for (int i = 0; i < 3; i++) {
            Blob blob = new Blob("%064x".formatted(i), 1);
            blobs.put(blob.digest(), blob);
            archives.put(blob.digest(), new CodeArchive.Result.Normalised(ArchiveFormat.ZIP, blob, 1));
            database.write(tx -> tx.insertInto(BLOB, BLOB.DIGEST, BLOB.SIZE_BYTES, BLOB.CREATED_AT).values(blob.digest(), 1L, Instant.EPOCH).execute());
        }
        return new Supplies(blobs, archives);
    }

    /** Without what rows do not tell here: passwords are made, not given. */
    private static Design plain(Design design, String name) {
        return new Design(name, design.description(), design.services().stream().map(s -> s.withPasswordGiven(false)).toList());
    }

    private static Design sorted(Design design) {
        return new Design(design.name(), design.description(), design.services().stream().sorted(Comparator.comparing(ServiceDesign::name)).toList());
    }

    /** Services that are there with another type are left out: none can become that. */
    private static Design possible(Design to, Design from) {
        return new Design(to.name(), to.description(), to.services().stream()
                .filter(s -> from.find(s.name()).filter(f -> !f.type().equals(s.type())).isEmpty())
                .toList());
    }

    @Test
    void changesDone_areWhatRowsSay_thereAndBack() throws IOException {
        database.write(tx -> {
            sites.want(tx, new SiteWant(new SiteId(new UUID(2, 2)), "here", "fake", new SiteSettings(Map.of()), Tier.CLOUD, ""));
            return 0;
        });
        Secrets secrets = new Secrets(database, Vault.open(home.resolve("vault.key"), new SecureRandom()), new SecureRandom(), clock);
        Deployer deployer = new Deployer(new Deployer.Stores(apps, services, codes, sites), secrets, LenientType.ALL, ids, clock);
        Designs designs = new Designs(apps, services, codes, sites, secrets);
        Revisions revisions = new Revisions(apps, designs, store);
        Editor editor = new Editor(apps, services, secrets, deployer.maker());
        Editor.Means means = new Editor.Means(Map.of(), supplies());
        int returned = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            Wild wild = new Wild(random);
            Design from = plain(wild.design(SITES), "from " + seed);
            Design to = possible(plain(wild.design(SITES), "to " + seed), from);
            AppId app = database.write(tx -> {
                AppId id = deployer.deploy(tx, SOMEBODY.account(), new Drafts.Draft(from, Map.of(), Map.of()), means.supplies());
                revisions.noted(tx, id, SOMEBODY, "Made");
                return id;
            });
            Present before = database.read(tx -> designs.of(tx, app));
            assertThat(before.design()).as("seed " + seed).isEqualTo(from);

            List<Change> changes = DesignPlanner.changes(from, to);
            database.write(tx -> {
                editor.apply(tx, before, changes, means);
                revisions.changed(tx, app, SOMEBODY, "Changed");
                return 0;
            });
            Present after = database.read(tx -> designs.of(tx, app));
            assertThat(after.design()).as("seed " + seed).isEqualTo(DesignPlanner.apply(from, changes));
            assertThat(sorted(after.design())).as("seed " + seed).isEqualTo(sorted(to));

            if (changes.stream().noneMatch(Change.Removed.class::isInstance)) { // whose names are not free yet
                Revision first = database.read(tx -> store.find(tx, app, 1)).orElseThrow();
                List<Change> back = Undo.changes(after, first);
                database.write(tx -> {
                    editor.apply(tx, after, back, means);
                    return 0;
                });
                assertThat(sorted(database.read(tx -> designs.of(tx, app)).design())).as("seed " + seed).isEqualTo(sorted(from));
                returned++;
            }
        }
        assertThat(returned).isPositive();
    }
}
