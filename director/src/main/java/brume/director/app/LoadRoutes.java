package brume.director.app;

import brume.core.id.IdSource;
import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.core.service.LoadProgress;
import brume.director.blob.Blob;
import brume.director.blob.BlobStore;
import brume.director.db.Database;
import brume.director.http.Access;
import brume.director.http.Call;
import brume.director.http.Refusal;
import brume.director.http.Reply;
import brume.director.http.Route;
import brume.director.manifest.Source;
import brume.director.service.CodeStore;
import brume.director.service.Service;
import brume.director.service.ServiceStore;
import brume.director.service.ServiceTypes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;

/** Loading data into services that run, over HTTP. A load is wanted state like any other: the node that takes the writes begins it once, whatever dies meanwhile. */
public final class LoadRoutes {
    private static final String WAITING = "WAITING";
    private static final String BASE = "/apps/{app}/services/{service}/loads";

    private final Database database;
    private final AppStore apps;
    private final ServiceStore services;
    private final CodeStore codes;
    private final LivingMembers members;
    private final BlobStore blobs;
    private final SourceFetcher fetcher;
    private final ServiceTypes types;
    private final Lookup lookup;
    private final IdSource ids;

    /** Where these routes find and write rows and blobs. */
    public record Stores(
            Database database, AppStore apps, ServiceStore services, CodeStore codes, BlobStore blobs, SourceFetcher fetcher) {}

    LoadRoutes(Stores stores, LivingMembers members, ServiceTypes types, IdSource ids) {
        this.database = stores.database();
        this.apps = stores.apps();
        this.services = stores.services();
        this.codes = stores.codes();
        this.blobs = stores.blobs();
        this.fetcher = stores.fetcher();
        this.members = Objects.requireNonNull(members);
        this.types = Objects.requireNonNull(types);
        this.lookup = new Lookup(apps, services);
        this.ids = Objects.requireNonNull(ids);
    }

    /** What to load: one of the two. */
    public record NewLoad(Optional<String> digest, Optional<String> url) {}

    /**
     * How far a load is.
     *
     * @param state WAITING, LOADING, DONE or FAILED
     * @param done bytes read of {@code total}
     * @param detail why it failed, with the line of the statement
     */
    public record LoadView(String id, String state, long done, long total, String detail) {}

    public List<Route> routes() {
        return List.of(
                Route.post(BASE, Access.USER_WRITE, "Load a dump into a service while it runs")
                        .describe("Of an upload (`PUT /blobs`), by its digest, or from a URL that the director fetches. Loaded once, by the node that takes the writes; what the statements of the dump"
                                + " say is done one after the other, so one that fails leaves those before it done. A repeat with the same Idempotency-Key loads nothing.")
                        .takes(NewLoad.class)
                        .returns(202, LoadView.class)
                        .to(this::begin),
                Route.get(BASE + "/{load}", Access.USER_READ, "Show how far a load is").returns(LoadView.class).to(this::show));
    }

    private Reply begin(Call call) throws InterruptedException {
        Service seen = database.read(tx -> takes(tx, call));
        Blob blob = blob(call.body(NewLoad.class));
        Optional<LoadProgress> present = types.of(seen).load(members.of(seen));
        String id = ids.next().toString().replace("-", "");
        database.write(tx -> {
            Service service = takes(tx, call);
            Optional<String> before = codes.load(tx, service.id());
            if (before.isPresent() && present.filter(p -> p.id().equals(before.get()) && p.ended()).isEmpty()) {
                throw Refusal.conflict("load-in-work", "Another dump is being loaded; wait until it has ended.");
            }
            codes.wantLoad(tx, service.id(), id, blob.digest(), blob.size());
            services.wantAttachments(tx, service.id());
            apps.wantChanged(tx, service.app());
            return service;
        });
        return Reply.of(new LoadView(id, WAITING, 0, blob.size(), ""));
    }

    private Service takes(DSLContext tx, Call call) {
        Service service = lookup.living(tx, call);
        if (!types.of(service).takesLoads()) {
            throw Refusal.conflict("takes-no-load", "A " + service.type() + " service has nothing that a dump could be loaded into.");
        }
        return service;
    }

    private Blob blob(NewLoad load) throws InterruptedException {
        if (load.digest().isPresent() == load.url().isPresent()) {
            throw Refusal.invalid(List.of(Problem.at("load-source", "A load has either a digest or a url.", Place.field("/digest"))));
        }
        if (load.digest().isPresent()) {
            return blobs.find(load.digest().get()).orElseThrow(() -> Refusal.notFound("upload", load.digest().get()));
        }
        Place place = Place.field("/url");
        Source.Url url = Source.Url.parse(load.url().orElse(""), place)
                .orElseThrow(() -> Refusal.invalid(List.of(Problem.at("bad-url", "The url is an http or https URL without user and password.", place))));
        return switch (fetcher.fetch(url, fetcher.deadline())) {
            case SourceFetcher.Fetched.Good(Blob good) -> good;
            case SourceFetcher.Fetched.Bad(Problem problem) -> throw Refusal.invalid(List.of(problem));
        };
    }

    private Reply show(Call call) {
        String id = call.path("load");
        Service service = database.read(tx -> lookup.service(tx, call));
        Optional<LoadProgress> progress = types.of(service).load(members.of(service)).filter(p -> p.id().equals(id));
        if (progress.isPresent()) {
            LoadProgress p = progress.get();
            return Reply.of(new LoadView(id, p.state().name(), p.done(), p.total(), p.detail()));
        }
        if (database.read(tx -> codes.load(tx, service.id())).filter(id::equals).isEmpty()) {
            throw Refusal.notFound("load", id);
        }
        return Reply.of(new LoadView(id, WAITING, 0, 0, ""));
    }
}
