package brume.director.app;

import brume.core.id.AppId;
import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.director.db.Database;
import brume.director.http.Access;
import brume.director.http.Call;
import brume.director.http.Refusal;
import brume.director.http.Reply;
import brume.director.http.Route;
import brume.director.manifest.Manifest;
import brume.director.manifest.Parsed;
import brume.director.manifest.Source;
import brume.director.revision.Design;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Manifests over HTTP. */
public final class ManifestRoutes {
    private final Database database;
    private final AppStore apps;
    private final Manifests manifests;
    private final Preparer preparer;
    private final Deployer deployer;
    private final Revisions revisions;
    private final Views views;

    /** Who reads manifests and makes applications of them. */
    public record Makers(Manifests manifests, Preparer preparer, Deployer deployer, Revisions revisions) {}

    public ManifestRoutes(Database database, AppStore apps, Makers makers, Views views) {
        this.database = Objects.requireNonNull(database);
        this.apps = Objects.requireNonNull(apps);
        this.manifests = makers.manifests();
        this.preparer = makers.preparer();
        this.deployer = makers.deployer();
        this.revisions = makers.revisions();
        this.views = Objects.requireNonNull(views);
    }

    /**
     * A manifest to check.
     *
     * @param source what to call it in places, such as {@code manifest.json}
     * @param format {@code json} or {@code yaml}; guessed when left out
     */
    public record ManifestText(String text, Optional<String> source, Optional<String> format) {}

    /** A manifest to deploy; {@code files} maps every local file that it names to the digest of an uploaded blob. */
    public record ManifestDeployment(String text, Optional<String> source, Optional<String> format, Optional<Map<String, String>> files) {}

    /** What a check found; {@code application} is the name that the manifest gives, {@code files} are the local files that have to be sent along. */
    public record CheckView(List<ProblemAt> problems, List<FileAt> files, Optional<String> application) {
        /** One mistake. */
        public record ProblemAt(String code, String text, PlaceView place) {}

        /** One local file. */
        public record FileAt(String path, PlaceView place) {}

        /** 1-based; 0 when unknown. */
        public record PlaceView(String source, int line, int column, String pointer) {}
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/manifests/check", Access.USER_READ, "Look for mistakes in a manifest without deploying it")
                        .takes(ManifestText.class)
                        .returns(CheckView.class)
                        .to(this::check),
                Route.post("/manifests/deploy", Access.USER_WRITE, "Make and start an application from a manifest, whole or not at all")
                        .takes(ManifestDeployment.class)
                        .returns(202, AppView.class)
                        .to(this::deploy));
    }

    private Reply check(Call call) {
        ManifestText body = call.body(ManifestText.class);
        return Reply.of(switch (manifests.parse(body.text(), body.source(), body.format())) {
            case Parsed.Good(Manifest manifest) -> new CheckView(
                    List.of(),
                    manifest.sources().flatMap(ManifestRoutes::file).distinct().toList(),
                    manifest.application());
            case Parsed.Bad(List<Problem> problems) -> new CheckView(
                    problems.stream().map(p -> new CheckView.ProblemAt(p.code(), p.text(), place(p.place()))).toList(), List.of(), Optional.empty());
        });
    }

    private Reply deploy(Call call) throws IOException, InterruptedException {
        ManifestDeployment body = call.body(ManifestDeployment.class);
        Manifest manifest = manifests.good(body.text(), body.source(), body.format());
        Drafts.Defaults defaults = database.read(deployer::defaults);
        Preparer.Prepared prepared = preparer.prepare(manifest, body.files().orElse(Map.of()), Design.nothing(Deployer.DEFAULT_NAME), defaults);
        AppId id = database.write(tx -> {
            AppId made = deployer.deploy(tx, call.user().account(), prepared.draft(), prepared.supplies());
            revisions.noted(tx, made, call.user(), "Manifest deployed");
            return made;
        });
        App app = apps.find(id).orElseThrow(() -> Refusal.notFound("application", id.toString()));
        return Reply.of(views.app(app)).etag(app.generation());
    }

    private static Stream<CheckView.FileAt> file(Source source) {
        return switch (source) {
            case Source.LocalFile file -> Stream.of(new CheckView.FileAt(file.path(), place(Optional.of(file.place()))));
            case Source.Url url -> Stream.empty();
            case Source.Kept kept -> Stream.empty();
        };
    }

    private static CheckView.PlaceView place(Optional<Place> place) {
        return place.map(p -> new CheckView.PlaceView(p.source(), p.line(), p.column(), p.pointer()))
                .orElse(new CheckView.PlaceView("", 0, 0, ""));
    }
}
