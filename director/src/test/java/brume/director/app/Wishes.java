package brume.director.app;

import static brume.director.db.generated.Tables.BLOB;

import brume.core.id.AppId;
import brume.core.id.CodeId;
import brume.core.id.IdSource;
import brume.core.id.ServiceId;
import brume.core.id.UserId;
import brume.core.problem.Place;
import brume.director.blob.ArchiveFormat;
import brume.director.blob.Blob;
import brume.director.blob.CodeArchive;
import brume.director.db.Database;
import brume.director.manifest.Manifest;
import brume.director.manifest.ServiceEntry;
import brume.director.manifest.Source;
import brume.director.revision.Content;
import brume.director.secret.Secrets;
import brume.director.service.Code;
import brume.director.service.CodeStore;
import brume.director.service.Service;
import brume.director.service.ServiceStore;
import brume.director.service.ServiceTypes;
import brume.director.site.SiteStore;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jooq.DSLContext;

/** What people wish of applications, each in the one transaction that its route makes of it. For simulations, which have no HTTP. */
public final class Wishes {
    private static final UserId OWNER = new UserId(new UUID(0, 1));

    private final Stores stores;
    private final ServiceTypes types;
    private final Secrets secrets;
    private final IdSource ids;
    private final InstantSource clock;

    /** Where wishes are written. */
    public record Stores(Database database, AppStore apps, ServiceStore services, CodeStore codes, SiteStore sites) {}

    public Wishes(Stores stores, ServiceTypes types, Secrets secrets, IdSource ids, InstantSource clock) {
        this.stores = stores;
        this.types = types;
        this.secrets = secrets;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Deploys a manifest whose archives are already checked.
     *
     * @param services counts by type, in the order of the manifest
     */
    public AppId deploy(String name, Map<String, Map<String, Integer>> services) {
        Map<Source, Content> contents = new HashMap<>();
        Map<String, Blob> found = new HashMap<>();
        Map<String, CodeArchive.Result.Normalised> checked = new HashMap<>();
        List<ServiceEntry> entries = services.entrySet().stream().map(e -> entry(e.getKey(), e.getValue())).toList();
        Manifest manifest = new Manifest(Optional.of(name), Optional.empty(), entries);
        manifest.sources().forEach(source -> {
            Blob blob = blob(name);
            contents.put(source, new Content(blob.digest(), "code.tar"));
            found.put(blob.digest(), blob);
            checked.put(blob.digest(), new CodeArchive.Result.Normalised(ArchiveFormat.TAR, blob, 1));
        });
        Deployer deployer = new Deployer(new Deployer.Stores(stores.apps(), stores.services(), stores.codes(), stores.sites()), secrets, types, ids, clock);
        return stores.database().write(tx -> {
            found.values().forEach(blob -> uploaded(tx, blob));
            return deployer.deploy(tx, OWNER, manifest, contents, new Supplies(found, checked));
        });
    }

    private ServiceEntry entry(String type, Map<String, Integer> counts) {
        Place place = new Place("manifest", 1, 1, "");
        boolean takesCode = types.find(type).orElseThrow().takesCode();
        Optional<Source> archive = takesCode ? Optional.of(new Source.LocalFile("code.tar", place)) : Optional.empty();
        return new ServiceEntry(
                type, Optional.empty(), Optional.empty(), Optional.of(true), Optional.empty(), counts, archive, Optional.empty(), Optional.empty(), Optional.empty(), place);
    }

    /** Starts or stops all services. */
    public void run(AppId app, boolean run) {
        stores.database().write(tx -> {
            stores.apps().wantRun(tx, app, run);
            for (Service service : stores.services().ofApp(tx, app)) {
                if (service.wantRun() != run) {
                    stores.services().wantRun(tx, service.id(), run);
                }
            }
            return app;
        });
    }

    /** Adds nodes of a role, or removes them. */
    public void scale(Service service, String role, int delta) {
        Map<String, Integer> counts = new TreeMap<>(service.counts());
        counts.merge(role, delta, Integer::sum);
        stores.database().write(tx -> {
            stores.services().wantCounts(tx, service.id(), counts);
            stores.apps().wantChanged(tx, service.app());
            return service;
        });
    }

    /** Uploads a code version and has it served. */
    public void activate(Service service) {
        CodeId id = new CodeId(ids.next());
        Blob blob = blob(id.toString());
        Code.Bytes bytes = new Code.Bytes(blob.digest(), blob.size());
        stores.database().write(tx -> {
            uploaded(tx, blob);
            stores.codes().want(tx, new Code(id, service.id(), "code.tar", "", "tar", bytes, bytes, 1, clock.instant()));
            stores.services().wantCode(tx, service.id(), id);
            stores.apps().wantChanged(tx, service.app());
            return id;
        });
    }

    /** Deletes an application with all that it has. */
    public void delete(AppId app) {
        stores.database().write(tx -> {
            stores.apps().wantGone(tx, app);
            for (Service service : stores.services().ofApp(tx, app)) {
                stores.services().wantGone(tx, service.id());
            }
            return app;
        });
    }

    /** An application with one service whose nodes the caller wants by itself. */
    public ServiceId holder(String type) {
        AppId app = new AppId(ids.next());
        ServiceId service = new ServiceId(ids.next());
        stores.database().write(tx -> {
            stores.apps().want(tx, app, OWNER, "holder", "", true);
            stores.services().want(tx, new brume.director.service.ServiceWant(
                    service, app, 1, type, "holder", stores.sites().theDefault(tx).orElseThrow().id(), true, Map.of(), "{}"));
            return service;
        });
        return service;
    }

    /** Every application that has a row. */
    public List<App> apps() {
        return stores.apps().list("", Integer.MAX_VALUE);
    }

    /** The row that an upload leaves; there are no bytes. */
    private void uploaded(DSLContext tx, Blob blob) {
        tx.insertInto(BLOB)
                .set(BLOB.DIGEST, blob.digest())
                .set(BLOB.SIZE_BYTES, blob.size())
                .set(BLOB.CREATED_AT, clock.instant())
                .onConflict(BLOB.DIGEST)
                .doNothing()
                .execute();
    }

    private static Blob blob(String content) {
        return new Blob(String.format("%064x", content.hashCode() & 0xffffffffL), content.length());
    }
}
