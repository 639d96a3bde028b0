package brume.director.app;

import brume.core.id.InstanceId;
import brume.core.id.SiteId;
import brume.director.db.Database;
import brume.director.db.Life;
import brume.director.engine.DueStore;
import brume.director.engine.Explanation;
import brume.director.engine.Kind;
import brume.director.http.Access;
import brume.director.http.Call;
import brume.director.http.Refusal;
import brume.director.http.Reply;
import brume.director.http.Route;
import brume.director.instance.Instance;
import brume.director.instance.InstanceStore;
import brume.director.instance.Power;
import brume.director.node.Node;
import brume.director.node.NodeStore;
import brume.director.service.Service;
import brume.director.service.ServiceStore;
import brume.director.site.Site;
import brume.director.site.SiteStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** {@code why} over HTTP: the same sentences everywhere. */
public final class WhyRoutes {
    private final Database database;
    private final AppStore apps;
    private final ServiceStore services;
    private final NodeStore nodes;
    private final InstanceStore instances;
    private final SiteStore sites;
    private final DueStore due;

    /** Where the sentences come from. */
    public record Stores(
            Database database, AppStore apps, ServiceStore services, NodeStore nodes, InstanceStore instances, SiteStore sites, DueStore due) {}

    public WhyRoutes(Stores stores) {
        this.database = Objects.requireNonNull(stores.database());
        this.apps = Objects.requireNonNull(stores.apps());
        this.services = Objects.requireNonNull(stores.services());
        this.nodes = Objects.requireNonNull(stores.nodes());
        this.instances = Objects.requireNonNull(stores.instances());
        this.sites = Objects.requireNonNull(stores.sites());
        this.due = Objects.requireNonNull(stores.due());
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/why/app/{app}", Access.USER_READ, "Say why an application is as it is").returns(WhyView.class).to(this::app),
                Route.get("/why/service/{app}/{service}", Access.USER_READ, "Say why a service is as it is")
                        .returns(WhyView.class)
                        .to(this::service),
                Route.get("/why/instance/{instance}", Access.USER_READ, "Say why an instance, or the node on it, is as it is")
                        .returns(WhyView.class)
                        .to(this::instance),
                Route.get("/why/node/{instance}", Access.USER_READ, "Say why a node is as it is").returns(WhyView.class).to(this::instance),
                Route.get("/why/site/{site}", Access.USER_READ, "Say why a site is as it is").returns(WhyView.class).to(this::site));
    }

    private Reply app(Call call) {
        Lookup lookup = new Lookup(apps, services);
        App app = database.read(tx -> lookup.app(tx, call));
        List<WhyView> parts = services.ofApp(app.id()).stream().map(this::explained).toList();
        String wants = app.life() == Life.ALIVE ? (app.wantRun() ? "running" : "stopped") : "deleted";
        return Reply.of(why(Kind.APP, app.id().value(), app.name(), wants, app.state() + ": " + app.text(), parts));
    }

    private Reply service(Call call) {
        Lookup lookup = new Lookup(apps, services);
        return Reply.of(explained(database.read(tx -> lookup.service(tx, call))));
    }

    private Reply instance(Call call) {
        String which = call.path("instance");
        Instance instance = instances.find(call.path("instance", "instance", InstanceId::parse))
                .orElseThrow(() -> Refusal.notFound("instance", which));
        return Reply.of(nodes.find(instance.id()).map(this::node).orElseGet(() -> machine(instance)));
    }

    private Reply site(Call call) {
        String which = call.path("site");
        Site site = sites.findByName(which).orElseThrow(() -> Refusal.notFound("site", which, sites.names()));
        String sees = site.seen().map(s -> (s.ok() ? "answers: " : "does not answer: ") + s.provider() + " " + s.text()).orElse("not looked at yet");
        SiteId id = site.id();
        return Reply.of(why(Kind.SITE, id.value(), site.name(), "reachable, with nothing of ours that no row claims", sees, List.of()));
    }

    private WhyView explained(Service service) {
        Map<String, Integer> counts = new TreeMap<>(service.counts());
        String roles = counts.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).collect(Collectors.joining(", "));
        String wants = service.life() != Life.ALIVE ? "deleted" : service.wantRun() ? "running with " + roles : "stopped";
        List<WhyView> parts = nodes.ofService(service.id()).stream().map(this::node).toList();
        return why(Kind.SERVICE, service.id().value(), service.name(), wants, service.seen().state() + ": " + service.seen().text(), parts);
    }

    private WhyView node(Node node) {
        String wants = "configuration " + node.configGeneration() + " with "
                + node.roles().stream().map(r -> r.role()).collect(Collectors.joining(", "));
        String sees = "agent " + node.agent() + node.report().map(r -> ", configuration " + r.generation() + ": "
                + r.roles().stream().map(x -> x.role() + " " + x.state() + (x.detail().isEmpty() ? "" : " (" + x.detail() + ")")).collect(Collectors.joining(", ")))
                .orElse("");
        List<WhyView> parts = instances.find(node.id()).map(this::machine).stream().toList();
        return why(Kind.NODE, node.id().value(), Integer.toString(node.ordinal()), wants, sees, parts);
    }

    private WhyView machine(Instance instance) {
        String wants = instance.life() != Life.ALIVE ? "gone" : instance.power() == Power.ON ? "running" : "stopped";
        String sees = instance.seen().map(s -> s.power() + " as " + s.ref()).orElse("no machine");
        return why(Kind.INSTANCE, instance.id().value(), instance.machineName(), wants, sees, List.of());
    }

    private WhyView why(Kind kind, UUID id, String name, String wants, String sees, List<WhyView> parts) {
        Optional<Explanation> known = due.explain(kind, id);
        return new WhyView(
                kind.name(),
                id.toString(),
                name,
                wants,
                sees,
                known.map(Explanation::outcome).orElse(""),
                known.map(Explanation::text).orElse(""),
                known.flatMap(Explanation::reason).map(r -> new WhyView.ReasonView(r.code(), r.text(), r.mayPass())),
                known.flatMap(Explanation::lookedAt),
                known.map(Explanation::nextLook),
                known.map(Explanation::failures).orElse(0),
                parts);
    }
}
