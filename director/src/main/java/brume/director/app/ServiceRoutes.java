package brume.director.app;

import brume.core.id.IdSource;
import brume.core.id.ServiceId;
import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.core.service.SecretDef;
import brume.core.service.ServiceType;
import brume.director.db.Database;
import brume.director.http.Access;
import brume.director.http.Call;
import brume.director.http.Refusal;
import brume.director.http.Reply;
import brume.director.http.Route;
import brume.director.secret.Secrets;
import brume.director.service.HistoryStore;
import brume.director.service.Service;
import brume.director.service.ServiceStore;
import brume.director.service.ServiceTypes;
import brume.director.service.ServiceWant;
import brume.director.site.Site;
import brume.director.site.SiteStore;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;

/** Services over HTTP. */
public final class ServiceRoutes {
    private final Database database;
    private final AppStore apps;
    private final ServiceStore services;
    private final HistoryStore history;
    private final SiteStore sites;
    private final Secrets secrets;
    private final ServiceTypes types;
    private final Revisions revisions;
    private final Views views;
    private final Lookup lookup;
    private final IdSource ids;

    /** Where these routes find and write rows. */
    public record Stores(Database database, AppStore apps, ServiceStore services, HistoryStore history, SiteStore sites) {}

    public ServiceRoutes(Stores stores, Secrets secrets, ServiceTypes types, Revisions revisions, Views views, IdSource ids) {
        this.database = stores.database();
        this.apps = stores.apps();
        this.services = stores.services();
        this.history = stores.history();
        this.sites = stores.sites();
        this.secrets = Objects.requireNonNull(secrets);
        this.types = Objects.requireNonNull(types);
        this.revisions = Objects.requireNonNull(revisions);
        this.views = Objects.requireNonNull(views);
        this.lookup = new Lookup(apps, services);
        this.ids = Objects.requireNonNull(ids);
    }

    /** A new service; everything but the type has a default. */
    public record NewService(
            String type,
            Optional<String> name,
            Optional<String> site,
            Optional<Map<String, Integer>> counts,
            Optional<JsonNode> settings,
            Optional<Boolean> start) {}

    /** What to change; left out means as it is. */
    public record ServiceChange(Optional<String> name, Optional<Map<String, Integer>> counts, Optional<JsonNode> settings) {}

    /** One change of state. */
    public record HistoryView(Instant at, String state, String reason) {}

    /** A service type. */
    public record TypeView(String name, String defaultName, boolean takesCode, List<RoleView> roles) {
        /** One role of it. */
        public record RoleView(String name, int minimum, int initial, int maximum, boolean isDefault, String text) {}
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/service-types", Access.USER_READ, "List the service types").returnsMany(TypeView.class).to(this::listTypes),
                Route.get("/apps/{app}/services", Access.USER_READ, "List the services of an application")
                        .returnsMany(ServiceView.class)
                        .to(this::list),
                Route.post("/apps/{app}/services", Access.USER_WRITE, "Add a service")
                        .takes(NewService.class)
                        .returns(202, ServiceView.class)
                        .to(this::add),
                Route.get("/apps/{app}/services/{service}", Access.USER_READ, "Show a service").waits().returns(ServiceView.class).to(this::show),
                Route.patch("/apps/{app}/services/{service}", Access.USER_WRITE, "Rename a service, set its counts or settings")
                        .takes(ServiceChange.class)
                        .returns(202, ServiceView.class)
                        .to(this::change),
                Route.delete("/apps/{app}/services/{service}", Access.USER_WRITE, "Delete a service with its data")
                        .returns(202, ServiceView.class)
                        .to(this::delete),
                Route.post("/apps/{app}/services/{service}/start", Access.USER_WRITE, "Start a service")
                        .returns(202, ServiceView.class)
                        .to(call -> run(call, true)),
                Route.post("/apps/{app}/services/{service}/stop", Access.USER_WRITE, "Stop a service; its data is kept")
                        .returns(202, ServiceView.class)
                        .to(call -> run(call, false)),
                Route.get("/apps/{app}/services/{service}/history", Access.USER_READ, "List its changes of state, oldest first")
                        .returnsMany(HistoryView.class)
                        .to(this::history));
    }

    private Reply listTypes(Call call) {
        return Reply.of(types.list().stream()
                .map(t -> new TypeView(
                        t.name(),
                        t.defaultName(),
                        t.takesCode(),
                        t.roles().stream()
                                .map(r -> new TypeView.RoleView(r.name(), r.minimum(), r.initial(), r.maximum(), r.isDefault(), r.text()))
                                .toList()))
                .toList());
    }

    private Reply list(Call call) {
        App app = database.read(tx -> lookup.app(tx, call));
        return Reply.of(views.app(app).services());
    }

    private Reply add(Call call) {
        NewService body = call.body(NewService.class);
        ServiceType type = types.find(body.type())
                .orElseThrow(() -> Refusal.invalid(List.of(Problem.at(
                        "unknown-type",
                        "There is no service type '" + body.type() + "' here; there are: " + String.join(", ", types.list().stream().map(ServiceType::name).toList()) + ".",
                        Place.field("/type")))));
        Map<String, Integer> counts = ServiceTypes.complete(type, body.counts().orElse(Map.of()));
        String settings = given(body.settings()).orElse("{}");
        Call.check(Spec.problems(type, counts, body.counts().orElse(Map.of()), settings));
        ServiceId id = new ServiceId(ids.next());
        database.write(tx -> {
            App app = lookup.livingApp(tx, call);
            Site site = body.site()
                    .map(name -> sites.findByName(tx, name).orElseThrow(() -> Refusal.notFound("site", name, sites.names(tx))))
                    .orElseGet(() -> sites.theDefault(tx).orElseThrow(() -> Refusal.conflict("no-site", "There is no site yet; add one first.")));
            List<Service> siblings = services.ofApp(tx, app.id());
            String name = Names.checked("/name", body.name().orElse(type.defaultName()));
            services.want(tx, new ServiceWant(
                    id, app.id(), Siblings.nextSid(siblings), type.name(), Siblings.freeName(siblings.stream().map(Service::name).toList(), name, body.name().isPresent()),
                    site.id(), body.start().orElse(false), counts, settings));
            for (SecretDef secret : type.secrets()) {
                secrets.make(tx, id, secret);
            }
            revisions.changed(tx, app.id(), call.user(), "Service added");
            return null;
        });
        return answer(id);
    }

    private Reply show(Call call) throws InterruptedException {
        Service service = database.read(tx -> lookup.service(tx, call));
        call.awaitReady(service.id().value(), () -> services.find(service.id()).map(s -> s.seen().generation()).orElse(Long.MAX_VALUE));
        return answer(service.id());
    }

    private Reply change(Call call) {
        ServiceChange body = call.body(ServiceChange.class);
        ServiceId id = database.write(tx -> {
            Service service = lookup.living(tx, call);
            call.requireMatch(service.generation());
            ServiceType type = type(service);
            Map<String, Integer> counts = new LinkedHashMap<>(service.counts());
            body.counts().ifPresent(counts::putAll);
            String settings = given(body.settings()).orElse(service.settings());
            Call.check(Spec.problems(type, counts, body.counts().orElse(Map.of()), settings));
            body.name().ifPresent(name -> rename(tx, service, Names.checked("/name", name)));
            if (!counts.equals(service.counts())) {
                services.wantCounts(tx, service.id(), counts);
            }
            if (!settings.equals(service.settings())) {
                services.wantSettings(tx, service.id(), settings);
            }
            revisions.changed(tx, service.app(), call.user(), "Service changed");
            return service.id();
        });
        return answer(id);
    }

    private void rename(DSLContext tx, Service service, String name) {
        boolean taken = services.ofApp(tx, service.app()).stream()
                .anyMatch(s -> s.name().equals(name) && !s.id().equals(service.id()));
        if (taken) {
            throw Refusal.conflict("name-taken", "The application has a service \"" + name + "\" already.");
        }
        services.wantName(tx, service.id(), name);
    }

    private Reply delete(Call call) {
        ServiceId id = database.write(tx -> {
            Service service = lookup.service(tx, call);
            call.requireMatch(service.generation());
            services.wantGone(tx, service.id());
            revisions.changed(tx, service.app(), call.user(), "Service deleted");
            return service.id();
        });
        return answer(id);
    }

    private Reply run(Call call, boolean run) {
        ServiceId id = database.write(tx -> {
            Service service = lookup.living(tx, call);
            if (service.wantRun() != run) {
                services.wantRun(tx, service.id(), run);
                revisions.changed(tx, service.app(), call.user(), run ? "Service started" : "Service stopped");
            }
            return service.id();
        });
        return answer(id);
    }

    private Reply history(Call call) {
        Service service = database.read(tx -> lookup.service(tx, call));
        return Reply.of(history.of(service.id()).stream()
                .map(e -> new HistoryView(e.at(), e.state().name(), e.reason()))
                .toList());
    }

    /** A tree that was left out is read as JSON's null. */
    private static Optional<String> given(Optional<JsonNode> settings) {
        return settings.filter(s -> !s.isNull()).map(JsonNode::toString);
    }

    private ServiceType type(Service service) {
        return types.find(service.type()).orElseThrow(() -> new IllegalStateException("a service of a type that this director does not have"));
    }

    private Reply answer(ServiceId id) {
        Service service = services.find(id).orElseThrow(() -> Refusal.notFound("service", id.toString()));
        App app = apps.find(service.app()).orElseThrow(() -> Refusal.notFound("application", service.app().toString()));
        return Reply.of(views.service(app, service)).etag(service.generation());
    }
}
