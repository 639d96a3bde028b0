package brume.director.app;

import brume.director.db.Life;
import brume.director.http.Call;
import brume.director.http.Refusal;
import brume.director.service.Service;
import brume.director.service.ServiceStore;
import java.util.Objects;
import org.jooq.DSLContext;

/** Finds what a path names, by id or name, or refuses with 404. */
final class Lookup {
    private final AppStore apps;
    private final ServiceStore services;

    Lookup(AppStore apps, ServiceStore services) {
        this.apps = Objects.requireNonNull(apps);
        this.services = Objects.requireNonNull(services);
    }

    App app(DSLContext tx, Call call) {
        String which = call.path("app");
        return apps.find(tx, which).orElseThrow(() -> Refusal.notFound("application", which, apps.names(tx)));
    }

    /** As {@link #app}, but refuses one that is being deleted. */
    App livingApp(DSLContext tx, Call call) {
        App app = app(tx, call);
        refuseDying(app);
        return app;
    }

    static void refuseDying(App app) {
        if (app.life() != Life.ALIVE) {
            throw Refusal.conflict("being-deleted", "The application is being deleted.");
        }
    }

    Service service(DSLContext tx, Call call) {
        App app = app(tx, call);
        String which = call.path("service");
        return services.find(tx, app.id(), which)
                .orElseThrow(() -> Refusal.notFound("service", which, services.ofApp(tx, app.id()).stream().map(Service::name).toList()));
    }

    /** As {@link #service}, but refuses one that is being deleted. */
    Service living(DSLContext tx, Call call) {
        Service service = service(tx, call);
        if (service.life() != Life.ALIVE) {
            throw Refusal.conflict("being-deleted", "The service is being deleted.");
        }
        return service;
    }
}
