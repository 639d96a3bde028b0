package brume.director.app;

import brume.core.id.AppId;
import brume.core.id.ServiceId;
import brume.core.problem.Problem;
import brume.director.db.Database;
import brume.director.http.Access;
import brume.director.http.Call;
import brume.director.http.Refusal;
import brume.director.http.Reply;
import brume.director.http.Route;
import brume.director.manifest.Manifest;
import brume.director.revision.Change;
import brume.director.revision.Design;
import brume.director.revision.DesignText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.DSLContext;

/** What a manifest would change, and doing exactly that, over HTTP. */
public final class PlanRoutes {
    private static final int VERSION_CHARS = 16;

    private final Database database;
    private final AppStore apps;
    private final ManifestRoutes.Makers makers;
    private final Workshop workshop;
    private final Bill bill;
    private final Views views;

    public PlanRoutes(Database database, AppStore apps, ManifestRoutes.Makers makers, Workshop workshop, Bill bill, Views views) {
        this.database = Objects.requireNonNull(database);
        this.apps = Objects.requireNonNull(apps);
        this.makers = Objects.requireNonNull(makers);
        this.workshop = Objects.requireNonNull(workshop);
        this.bill = Objects.requireNonNull(bill);
        this.views = Objects.requireNonNull(views);
    }

    /**
     * A manifest beside what is wanted now.
     *
     * @param files every local file that the manifest names to the digest of its bytes
     * @param app id or name of the application to change; the one that the manifest names, when it is left out
     */
    public record ManifestPlan(
            String text, Optional<String> source, Optional<String> format, Optional<Map<String, String>> files, Optional<String> app) {}

    public List<Route> routes() {
        return List.of(
                Route.post("/manifests/plan", Access.USER_WRITE, "Say what applying a manifest would change and cost; changes nothing")
                        .describe("Services are the same when their names are. What the manifest does not say of a service that is there stays as it is; a service that it does not name is"
                                + " removed. URLs are fetched; local files need not have been uploaded.")
                        .takes(ManifestPlan.class)
                        .returns(PlanView.class)
                        .to(this::plan),
                Route.post("/manifests/apply", Access.USER_WRITE, "Change an application to what a manifest says, or make it, whole or not at all")
                        .describe("With the version of a plan as `If-Match`, exactly that plan is done: 412 when what is wanted, the manifest or the bytes that it names have changed since.")
                        .takes(ManifestPlan.class)
                        .returns(202, AppView.class)
                        .to(this::apply));
    }

    /** What is wanted now of the application that a manifest is about; no present one when it is to be made. */
    private record Now(Optional<Present> present, Design design, long revision, Drafts.Defaults defaults) {}

    /** How it becomes what the manifest says. */
    private record Way(Now now, Preparer.Prepared prepared, List<Change> changes) {}

    private Reply plan(Call call) throws IOException, InterruptedException {
        ManifestPlan body = call.body(ManifestPlan.class);
        Manifest manifest = makers.manifests().good(body.text(), body.source(), body.format());
        Now now = database.read(tx -> now(tx, manifest, body.app()));
        Preparer.Prepared prepared = makers.preparer().preview(manifest, body.files().orElse(Map.of()), now.design(), now.defaults());
        Way way = database.read(tx -> way(tx, now, prepared));
        Design after = prepared.draft().design();
        return Reply.of(new PlanView(
                        now.present().map(p -> p.app().name()).orElse(after.name()),
                        now.present().isPresent(),
                        now.revision(),
                        way.changes().stream().map(ChangeText::view).toList(),
                        bill.machines(now.design(), after),
                        bill.machines(now.design()),
                        bill.machines(after),
                        bill.perHour(now.design()).doubleValue(),
                        bill.perHour(after).doubleValue(),
                        version(way)))
                .etag(version(way));
    }

    private Reply apply(Call call) throws IOException, InterruptedException {
        ManifestPlan body = call.body(ManifestPlan.class);
        Manifest manifest = makers.manifests().good(body.text(), body.source(), body.format());
        Now now = database.read(tx -> now(tx, manifest, body.app()));
        Preparer.Prepared prepared = makers.preparer().prepare(manifest, body.files().orElse(Map.of()), now.design(), now.defaults());
        AppId id = database.write(tx -> {
            Now still = now(tx, manifest, body.app());
            Way way = way(tx, still, prepared);
            call.requireMatch(version(way));
            if (still.revision() != now.revision() || !still.design().equals(now.design())) {
                throw Refusal.of(412, "changed-meanwhile", "The application was changed meanwhile. Look at it again.");
            }
            return write(tx, call, way);
        });
        App app = apps.find(id).orElseThrow(() -> Refusal.notFound("application", id.toString()));
        return Reply.of(views.app(app)).etag(app.generation());
    }

    private AppId write(DSLContext tx, Call call, Way way) {
        Preparer.Prepared prepared = way.prepared();
        Optional<Present> present = way.now().present();
        if (present.isEmpty()) {
            AppId made = makers.deployer().deploy(tx, call.user().account(), prepared.draft(), prepared.supplies());
            workshop.revisions().noted(tx, made, call.user(), "Manifest deployed");
            return made;
        }
        AppId app = present.get().app().id();
        if (!way.changes().isEmpty()) {
            workshop.editor().apply(tx, present.get(), way.changes(), prepared.means());
            if (way.changes().stream().anyMatch(Change.Password.class::isInstance)) {
                workshop.revisions().secretChanged(tx, app, call.user(), ChangeText.summary("Manifest applied", way.changes()));
            } else {
                workshop.revisions().changed(tx, app, call.user(), "Manifest applied");
            }
        }
        return app;
    }

    private Now now(DSLContext tx, Manifest manifest, Optional<String> asked) {
        String name = asked.or(manifest::application)
                .orElseThrow(() -> Refusal.invalid(List.of(Problem.of("name-missing", "Which application? The manifest names none as 'Application', and none is asked for."))));
        Drafts.Defaults defaults = makers.deployer().defaults(tx);
        Optional<App> app = apps.find(tx, name);
        if (app.isEmpty()) {
            if (asked.isPresent()) {
                throw Refusal.notFound("application", name, apps.names(tx));
            }
            return new Now(Optional.empty(), Design.nothing(name), 0, defaults);
        }
        Lookup.refuseDying(app.get());
        Present present = workshop.designs().of(tx, app.get().id());
        return new Now(Optional.of(present), present.design(), workshop.revisions().last(tx, app.get().id()), defaults);
    }

    /** The changes, with passwords that are not the present ones. */
    private Way way(DSLContext tx, Now now, Preparer.Prepared prepared) {
        List<Change> changes = new ArrayList<>(prepared.changes());
        now.present().ifPresent(present -> new TreeMap<>(prepared.draft().passwords()).forEach((service, password) -> {
            Optional<ServiceId> id = Optional.ofNullable(present.ids().get(service));
            if (id.isPresent() && !workshop.secrets().holds(tx, id.get(), ServiceMaker.PASSWORD, password)) {
                changes.add(new Change.Password(service));
            }
        }));
        return new Way(now, prepared, changes);
    }

    /** Another one when what is wanted now, or what the manifest comes to, is another. */
    private static String version(Way way) {
        StringBuilder text = new StringBuilder(DesignText.json(way.prepared().draft().design()));
        way.changes().forEach(change -> text.append(ChangeText.line(change)).append('\n'));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return way.now().revision() + "-" + HexFormat.of().formatHex(digest).substring(0, VERSION_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
