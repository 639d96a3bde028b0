package brume.director.app;

import brume.core.id.AppId;
import brume.core.problem.Problem;
import brume.director.db.Database;
import brume.director.http.Access;
import brume.director.http.Call;
import brume.director.http.Page;
import brume.director.http.Query;
import brume.director.http.Refusal;
import brume.director.http.Reply;
import brume.director.http.Route;
import brume.director.revision.Change;
import brume.director.revision.DesignText;
import brume.director.revision.Revision;
import brume.director.revision.RevisionStore;
import brume.director.revision.Slot;
import brume.director.service.ServiceTypes;
import brume.director.site.SiteStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;

/** The history of what is wanted of an application, over HTTP: list, show, compare, go back. */
public final class RevisionRoutes {
    private static final Query<Long> FROM = Query.number("from", 1, Long.MAX_VALUE, "Number of a revision; the one before `to` when left out.");
    private static final Query<Long> TO = Query.number("to", 1, Long.MAX_VALUE, "Number of another one; the last one when left out.");

    private final Database database;
    private final AppStore apps;
    private final RevisionStore store;
    private final SiteStore sites;
    private final ServiceTypes types;
    private final Workshop workshop;
    private final Views views;
    private final Lookup lookup;

    /** Where these routes find and write rows. */
    public record Stores(Database database, AppStore apps, RevisionStore revisions, SiteStore sites) {}

    public RevisionRoutes(Stores stores, ServiceTypes types, Workshop workshop, Views views) {
        this.database = stores.database();
        this.apps = stores.apps();
        this.store = stores.revisions();
        this.sites = stores.sites();
        this.types = Objects.requireNonNull(types);
        this.workshop = Objects.requireNonNull(workshop);
        this.views = Objects.requireNonNull(views);
        this.lookup = workshop.lookup();
    }

    /** A revision with all that was wanted, as a manifest in JSON. Passwords stand nowhere in it. */
    public record WholeRevision(long number, Instant at, String who, String text, String manifest) {}

    /** What differs between two revisions. */
    public record Difference(long from, long to, List<ChangeView> changes) {}

    /** Where to go back to; the revision before the last one when it is left out. */
    public record Return(Optional<Long> revision) {}

    public List<Route> routes() {
        return List.of(
                Route.get("/apps/{app}/revisions", Access.USER_READ, "List the changes of what is wanted of an application, newest first")
                        .returnsPage(RevisionView.class)
                        .to(this::list),
                Route.get("/apps/{app}/revisions/{number}", Access.USER_READ, "Show what was wanted from some change on")
                        .returns(WholeRevision.class)
                        .to(this::show),
                Route.get("/apps/{app}/diff", Access.USER_READ, "Say what differs between two revisions")
                        .query(FROM, TO)
                        .returns(Difference.class)
                        .to(this::diff),
                Route.post("/apps/{app}/undo", Access.USER_WRITE, "Want what was wanted at an earlier revision")
                        .describe("Whole or not at all: 422 names everything that cannot be had any more, such as deleted code. With `If-Match` only if the last revision has this number."
                                + " A service that had been deleted comes back without its data, with a new password.")
                        .takes(Return.class)
                        .returns(202, AppView.class)
                        .to(this::undo));
    }

    private Reply list(Call call) {
        App app = database.read(tx -> lookup.app(tx, call));
        Page.Want want = call.page();
        long before = want.after().map(RevisionRoutes::cursor).orElse(Long.MAX_VALUE);
        Page<Revision> page = Page.of(store.list(app.id(), before, want.rows()), want, r -> Long.toString(r.number()));
        return Reply.of(new Page<>(page.items().stream().map(r -> new RevisionView(r.number(), r.at(), r.who(), r.text())).toList(), page.next()));
    }

    private static long cursor(String text) {
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    private Reply show(Call call) {
        String number = call.path("number");
        Revision revision = database.read(tx -> find(tx, lookup.app(tx, call).id(), cursor(number), number));
        return Reply.of(new WholeRevision(revision.number(), revision.at(), revision.who(), revision.text(), DesignText.json(revision.design())));
    }

    private Reply diff(Call call) {
        return Reply.of(database.read(tx -> {
            AppId app = lookup.app(tx, call).id();
            Revision to = find(tx, app, call.query(TO).orElseGet(() -> last(tx, app)));
            Revision from = find(tx, app, call.query(FROM).orElse(to.number() - 1));
            return new Difference(from.number(), to.number(), Undo.changes(from, to).stream().map(ChangeText::view).toList());
        }));
    }

    /** How one goes back. */
    private record Way(Present present, Revision then, List<Change> changes) {}

    private Reply undo(Call call) throws IOException {
        Optional<Long> wanted = call.body(Return.class).revision();
        Way way = database.read(tx -> way(tx, call, wanted));
        Supplies supplies = supplies(way);
        AppId app = way.present().app().id();
        database.write(tx -> {
            Way now = way(tx, call, Optional.of(way.then().number()));
            if (!now.changes().equals(way.changes())) {
                throw Refusal.of(412, "changed-meanwhile", "The application was changed meanwhile. Look at it again.");
            }
            if (!now.changes().isEmpty()) {
                workshop.editor().apply(tx, now.present(), now.changes(), new Editor.Means(Map.of(), supplies));
                workshop.revisions().changed(tx, app, call.user(), "Back to revision " + now.then().number());
            }
            return app;
        });
        App now = apps.find(app).orElseThrow(() -> Refusal.notFound("application", call.path("app")));
        return Reply.of(views.app(now)).etag(now.generation());
    }

    private Way way(DSLContext tx, Call call, Optional<Long> wanted) {
        App app = lookup.livingApp(tx, call);
        long last = last(tx, app.id());
        call.requireMatch(last);
        Revision then = find(tx, app.id(), wanted.orElse(last - 1));
        Present present = workshop.designs().of(tx, app.id());
        return new Way(present, then, Undo.changes(present, then));
    }

    /** The bytes that it takes, or a refusal with everything that cannot be had. */
    private Supplies supplies(Way way) throws IOException {
        List<Problem> problems = new ArrayList<>(Editor.impossible(way.changes(), Map.of()));
        problems.addAll(Undo.lacking(way.changes(), types::find, sites.names()));
        List<Sources.Need> needs = database.read(tx -> Sources.needs(way.changes(), Map.of()).stream()
                .filter(need -> !hasVersion(tx, way, need))
                .toList());
        Sources.Supply supply = workshop.sources().supply(needs);
        problems.addAll(supply.problems());
        Call.check(problems);
        return supply.supplies();
    }

    private boolean hasVersion(DSLContext tx, Way way, Sources.Need need) {
        return need.slot() == Slot.ARCHIVE
                && Undo.owner(need, way.present(), way.changes()).flatMap(id -> workshop.maker().version(tx, id, need.content())).isPresent();
    }

    private long last(DSLContext tx, AppId app) {
        return store.last(tx, app).map(Revision::number).orElse(0L);
    }

    private Revision find(DSLContext tx, AppId app, long number) {
        return find(tx, app, number, Long.toString(number));
    }

    private Revision find(DSLContext tx, AppId app, long number, String asked) {
        return store.find(tx, app, number).orElseThrow(() -> Refusal.notFound("revision", asked));
    }
}
