package brume.director.app;

import brume.core.id.AppId;
import brume.core.id.IdSource;
import brume.director.db.Database;
import brume.director.http.Access;
import brume.director.http.Call;
import brume.director.http.Page;
import brume.director.http.Refusal;
import brume.director.http.Reply;
import brume.director.http.Route;
import brume.director.service.Service;
import brume.director.service.ServiceStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;

/** Applications over HTTP. */
public final class AppRoutes {
    private final Database database;
    private final AppStore apps;
    private final ServiceStore services;
    private final Revisions revisions;
    private final Views views;
    private final Lookup lookup;
    private final IdSource ids;

    public AppRoutes(Database database, AppStore apps, ServiceStore services, Revisions revisions, Views views, IdSource ids) {
        this.database = Objects.requireNonNull(database);
        this.apps = Objects.requireNonNull(apps);
        this.services = Objects.requireNonNull(services);
        this.revisions = Objects.requireNonNull(revisions);
        this.views = Objects.requireNonNull(views);
        this.lookup = new Lookup(apps, services);
        this.ids = Objects.requireNonNull(ids);
    }

    /** A new, empty application. */
    public record NewApp(String name, Optional<String> description) {}

    /** A new name. */
    public record Rename(String name) {}

    public List<Route> routes() {
        return List.of(
                Route.get("/apps", Access.USER_READ, "List applications by name").returnsPage(AppView.class).to(this::list),
                Route.post("/apps", Access.USER_WRITE, "Make an application without services")
                        .takes(NewApp.class)
                        .returns(202, AppView.class)
                        .to(this::create),
                Route.get("/apps/{app}", Access.USER_READ, "Show an application").waits().returns(AppView.class).to(this::show),
                Route.patch("/apps/{app}", Access.USER_WRITE, "Rename an application")
                        .takes(Rename.class)
                        .returns(202, AppView.class)
                        .to(this::rename),
                Route.delete("/apps/{app}", Access.USER_WRITE, "Delete an application with all that it has")
                        .returns(202, AppView.class)
                        .to(this::delete),
                Route.post("/apps/{app}/start", Access.USER_WRITE, "Start all services").returns(202, AppView.class).to(call -> run(call, true)),
                Route.post("/apps/{app}/stop", Access.USER_WRITE, "Stop all services; their data is kept")
                        .returns(202, AppView.class)
                        .to(call -> run(call, false)));
    }

    private Reply list(Call call) {
        Page.Want want = call.page();
        Page<App> page = Page.of(apps.list(want.after().orElse(""), want.rows()), want, App::name);
        return Reply.of(new Page<>(page.items().stream().map(views::app).toList(), page.next()));
    }

    private Reply create(Call call) {
        NewApp body = call.body(NewApp.class);
        String name = Names.checked("/name", body.name());
        AppId id = new AppId(ids.next());
        return answer(database.write(tx -> {
            refuseTaken(tx, name);
            apps.want(tx, id, call.user().account(), name, body.description().orElse(""), true);
            revisions.noted(tx, id, call.user(), "Made");
            return id;
        }));
    }

    private Reply show(Call call) throws InterruptedException {
        App app = database.read(tx -> lookup.app(tx, call));
        call.awaitReady(app.id().value(), () -> apps.find(app.id()).map(App::seenGeneration).orElse(Long.MAX_VALUE));
        App now = apps.find(app.id()).orElseThrow(() -> Refusal.notFound("application", call.path("app")));
        return Reply.of(views.app(now)).etag(now.generation());
    }

    private Reply rename(Call call) {
        String name = Names.checked("/name", call.body(Rename.class).name());
        return answer(database.write(tx -> {
            App app = lookup.app(tx, call);
            call.requireMatch(app.generation());
            if (!app.name().equals(name)) {
                refuseTaken(tx, name);
                apps.wantName(tx, app.id(), name);
                revisions.noted(tx, app.id(), call.user(), "Renamed");
            }
            return app.id();
        }));
    }

    private Reply delete(Call call) {
        return answer(database.write(tx -> {
            App app = lookup.app(tx, call);
            call.requireMatch(app.generation());
            apps.wantGone(tx, app.id());
            for (Service service : services.ofApp(tx, app.id())) {
                services.wantGone(tx, service.id());
            }
            return app.id();
        }));
    }

    private Reply run(Call call, boolean run) {
        return answer(database.write(tx -> {
            App app = lookup.livingApp(tx, call);
            apps.wantRun(tx, app.id(), run);
            for (Service service : services.ofApp(tx, app.id())) {
                if (service.wantRun() != run) {
                    services.wantRun(tx, service.id(), run);
                }
            }
            revisions.noted(tx, app.id(), call.user(), run ? "Started" : "Stopped");
            return app.id();
        }));
    }

    private void refuseTaken(DSLContext tx, String name) {
        if (apps.nameTaken(tx, name)) {
            throw Refusal.conflict("name-taken", "There is an application \"" + name + "\" already.");
        }
    }

    private Reply answer(AppId id) {
        App app = apps.find(id).orElseThrow(() -> Refusal.notFound("application", id.toString()));
        return Reply.of(views.app(app)).etag(app.generation());
    }
}
