package brume.director.app;

import brume.core.id.CodeId;
import brume.core.id.IdSource;
import brume.core.service.ServiceType;
import brume.director.blob.Blob;
import brume.director.blob.BlobRoutes;
import brume.director.blob.BlobStore;
import brume.director.blob.CodeArchive;
import brume.director.db.Database;
import brume.director.http.Access;
import brume.director.http.Call;
import brume.director.http.Query;
import brume.director.http.Refusal;
import brume.director.http.Reply;
import brume.director.http.Route;
import brume.director.service.Code;
import brume.director.service.CodeStore;
import brume.director.service.Service;
import brume.director.service.ServiceStore;
import brume.director.service.ServiceTypes;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;

/** Code versions over HTTP. */
public final class CodeRoutes {
    private static final Query<String> FILENAME = Query.text("filename", "Its name at the user's, for people.");
    private static final Query<String> DESCRIPTION = Query.text("description", "What is new in it.");
    private static final Query<Boolean> ACTIVATE = Query.flag("activate", "Serve it at once.");

    private final Database database;
    private final ServiceStore services;
    private final CodeStore codes;
    private final BlobStore blobs;
    private final CodeArchive archives;
    private final ServiceTypes types;
    private final Revisions revisions;
    private final Lookup lookup;
    private final IdSource ids;
    private final InstantSource clock;

    /** Where these routes find and write rows and blobs. */
    public record Stores(
            Database database, AppStore apps, ServiceStore services, CodeStore codes, BlobStore blobs, CodeArchive archives) {}

    public CodeRoutes(Stores stores, ServiceTypes types, Revisions revisions, IdSource ids, InstantSource clock) {
        this.database = stores.database();
        this.services = stores.services();
        this.codes = stores.codes();
        this.blobs = stores.blobs();
        this.archives = stores.archives();
        this.types = Objects.requireNonNull(types);
        this.revisions = Objects.requireNonNull(revisions);
        this.lookup = new Lookup(stores.apps(), services);
        this.ids = Objects.requireNonNull(ids);
        this.clock = Objects.requireNonNull(clock);
    }

    /**
     * A code version.
     *
     * @param format of the upload
     * @param size of the upload in bytes
     * @param entries files and folders in it
     */
    public record CodeView(
            String id, String filename, String description, String format, long size, int entries, boolean active, Instant createdAt) {}

    public List<Route> routes() {
        String base = "/apps/{app}/services/{service}/code";
        return List.of(
                Route.get(base, Access.USER_READ, "List code versions, newest first").returnsMany(CodeView.class).to(this::list),
                Route.post(base, Access.USER_WRITE, "Upload an archive as a new version")
                        .describe("The body is a tar (plain, gzip, bzip2, xz or zstd) or zip archive. An archive with entries that lead out of it is refused with their names.")
                        .query(FILENAME, DESCRIPTION, ACTIVATE)
                        .takesRaw(BlobRoutes.UPLOAD_BYTES_MAX, "The archive.")
                        .returns(201, CodeView.class)
                        .to(this::upload),
                Route.post(base + "/{code}/activate", Access.USER_WRITE, "Serve a version; requests under way finish on the old one")
                        .returns(202, CodeView.class)
                        .to(this::activate),
                Route.get(base + "/{code}/archive", Access.USER_READ, "Download a version as it was uploaded")
                        .returnsRaw("application/octet-stream", "The archive.")
                        .to(this::download),
                Route.delete(base + "/{code}", Access.USER_WRITE, "Delete a version that is not active").to(this::delete));
    }

    private Reply list(Call call) {
        return Reply.of(database.read(tx -> {
            Service service = lookup.service(tx, call);
            return codes.of(tx, service.id()).stream().map(c -> view(service, c)).toList();
        }));
    }

    private Reply upload(Call call) throws IOException {
        Service service = database.read(tx -> lookup.living(tx, call));
        if (types.find(service.type()).filter(ServiceType::takesCode).isEmpty()) {
            throw Refusal.conflict("takes-no-code", "A " + service.type() + " service takes no code.");
        }
        Blob upload = blobs.put(call.stream(), BlobRoutes.UPLOAD_BYTES_MAX);
        String filename = call.query(FILENAME).orElse("archive");
        CodeArchive.Result.Normalised archive = switch (archives.normalise(upload, filename)) {
            case CodeArchive.Result.Normalised good -> good;
            case CodeArchive.Result.Refused refused -> throw Refusal.invalid(refused.problems());
        };
        Code code = code(service, filename, call.query(DESCRIPTION).orElse(""), upload, archive);
        database.write(tx -> {
            Service now = lookup.living(tx, call);
            codes.want(tx, code);
            if (call.query(ACTIVATE).orElse(false)) {
                activate(tx, call, now, code);
            }
            return null;
        });
        Service now = database.read(tx -> lookup.service(tx, call));
        return Reply.of(view(now, code));
    }

    private Code code(Service service, String filename, String description, Blob upload, CodeArchive.Result.Normalised archive) {
        return new Code(
                new CodeId(ids.next()),
                service.id(),
                filename,
                description,
                archive.format().text(),
                new Code.Bytes(upload.digest(), upload.size()),
                new Code.Bytes(archive.content().digest(), archive.content().size()),
                archive.entries(),
                clock.instant());
    }

    private Reply activate(Call call) {
        return Reply.of(database.write(tx -> {
            Service service = lookup.living(tx, call);
            Code code = find(tx, service, call);
            activate(tx, call, service, code);
            return view(services.find(tx, service.id()).orElse(service), code);
        }));
    }

    private void activate(DSLContext tx, Call call, Service service, Code code) {
        if (service.activeCode().filter(code.id()::equals).isEmpty()) {
            services.wantCode(tx, service.id(), code.id());
            revisions.changed(tx, service.app(), call.user(), "Code activated");
        }
    }

    private Reply download(Call call) throws IOException {
        Code code = database.read(tx -> find(tx, lookup.service(tx, call), call));
        Blob blob = blobs.find(code.upload().digest()).orElseThrow(() -> Refusal.notFound("archive", code.filename()));
        return Reply.raw(blobs.open(blob.digest()), blob.size(), "application/octet-stream").filename(code.filename());
    }

    private Reply delete(Call call) {
        database.write(tx -> {
            Service service = lookup.service(tx, call);
            Code code = find(tx, service, call);
            if (service.activeCode().filter(code.id()::equals).isPresent()) {
                throw Refusal.conflict("code-active", "This version is being served; activate another one first.");
            }
            if (service.previousCode().filter(code.id()::equals).isPresent()) {
                services.wantNoPrevious(tx, service.id());
            }
            codes.wantGone(tx, code.id());
            return null;
        });
        return Reply.nothing();
    }

    private Code find(DSLContext tx, Service service, Call call) {
        String which = call.path("code");
        return codes.find(tx, service.id(), which).orElseThrow(() -> Refusal.notFound("code version", which));
    }

    private static CodeView view(Service service, Code code) {
        Optional<CodeId> active = service.activeCode();
        return new CodeView(
                code.id().toString(),
                code.filename(),
                code.description(),
                code.format(),
                code.upload().size(),
                code.entries(),
                active.filter(code.id()::equals).isPresent(),
                code.createdAt());
    }
}
