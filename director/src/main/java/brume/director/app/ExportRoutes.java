package brume.director.app;

import brume.director.blob.Blob;
import brume.director.blob.BlobStore;
import brume.director.db.Database;
import brume.director.http.Access;
import brume.director.http.Call;
import brume.director.http.Query;
import brume.director.http.Refusal;
import brume.director.http.Reply;
import brume.director.http.Route;
import brume.director.revision.Content;
import brume.director.revision.Design;
import brume.director.revision.DesignText;
import brume.director.revision.ServiceDesign;
import brume.director.revision.Slot;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** Applications as manifests, over HTTP: what is wanted of one, to be deployed elsewhere or kept. */
public final class ExportRoutes {
    private static final Query<DocumentKind> FORMAT = Query.choice("format", DocumentKind.class, "json when left out.");
    private static final Query<Boolean> FILES = Query.flag("files", "Name code, dumps and scripts as files beside the manifest, not by digest.");

    /** Enough to tell the bytes of one application apart. */
    private static final int FOLDER_CHARS = 12;

    private final Database database;
    private final Designs designs;
    private final BlobStore blobs;
    private final Lookup lookup;

    public ExportRoutes(Database database, Workshop workshop, BlobStore blobs) {
        this.database = Objects.requireNonNull(database);
        this.designs = workshop.designs();
        this.blobs = Objects.requireNonNull(blobs);
        this.lookup = workshop.lookup();
    }

    private enum DocumentKind {
        JSON,
        YAML
    }

    /**
     * An application as a manifest.
     *
     * @param text the same, byte for byte, whenever the same is wanted
     * @param contents bytes that it names
     * @param givenAnew services whose password a user chose: it stands nowhere, and has to be written into the manifest before it can be deployed elsewhere
     */
    public record ExportView(String text, List<ContentView> contents, List<String> givenAnew) {}

    /** @param path beside the manifest, when it names files */
    public record ContentView(String digest, String path) {}

    public List<Route> routes() {
        return List.of(
                Route.get("/apps/{app}/manifest", Access.USER_READ, "Export what is wanted of an application as a manifest")
                        .describe("Deployed elsewhere it gives an application of which the same is wanted, and whose export is the same byte for byte. Holds no secrets.")
                        .query(FORMAT, FILES)
                        .returns(ExportView.class)
                        .to(this::export),
                Route.get("/apps/{app}/contents/{digest}", Access.USER_READ, "Download bytes that the manifest of an application names")
                        .returnsRaw("application/octet-stream", "The bytes.")
                        .to(this::content));
    }

    private Reply export(Call call) {
        Design design = design(call);
        Function<Content, String> names = call.query(FILES).orElse(false) ? ExportRoutes::path : Content::text;
        String text = switch (call.query(FORMAT).orElse(DocumentKind.JSON)) {
            case JSON -> DesignText.json(design, names);
            case YAML -> DesignText.yaml(design, names);
        };
        return Reply.of(new ExportView(
                text,
                contents(design).map(c -> new ContentView(c.digest(), path(c))).distinct().toList(),
                design.services().stream().filter(ServiceDesign::passwordGiven).map(ServiceDesign::name).toList()));
    }

    private Reply content(Call call) throws IOException {
        String digest = call.path("digest");
        Content content = contents(design(call)).filter(c -> c.digest().equals(digest)).findFirst().orElseThrow(() -> Refusal.notFound("content", digest));
        Blob blob = blobs.find(digest).orElseThrow(() -> Refusal.notFound("content", digest));
        return Reply.raw(blobs.open(digest), blob.size(), "application/octet-stream").filename(content.filename());
    }

    private Design design(Call call) {
        return database.read(tx -> designs.of(tx, lookup.app(tx, call).id()).design());
    }

    private static Stream<Content> contents(Design design) {
        return design.services().stream().flatMap(service -> Arrays.stream(Slot.values()).flatMap(slot -> service.content(slot).stream()));
    }

    /** In folders by digest, so that files of one name do not meet. */
    private static String path(Content content) {
        return content.digest().substring(0, FOLDER_CHARS) + "/" + content.filename();
    }
}
