package brume.director.app;

import brume.core.service.Member;
import brume.core.service.Removal;
import brume.core.service.ServiceSpec;
import brume.core.service.ServiceType;
import brume.director.db.Database;
import brume.director.db.Life;
import brume.director.http.Access;
import brume.director.http.Call;
import brume.director.http.Query;
import brume.director.http.Refusal;
import brume.director.http.Reply;
import brume.director.http.Route;
import brume.director.instance.Instance;
import brume.director.instance.InstanceStore;
import brume.director.node.AgentState;
import brume.director.node.Node;
import brume.director.node.NodeStore;
import brume.director.service.Service;
import brume.director.service.ServiceStore;
import brume.director.service.ServiceTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.DSLContext;

/** Nodes of services over HTTP. */
public final class NodeRoutes {
    private static final Query<Boolean> LOST = Query.flag(
            "lost", "It will not come back: remove it at once, without waiting for what it would have to say or to hand over. Only while its agent does not answer.");

    private static final int USUAL_WEIGHT = 100;

    private final Database database;
    private final AppStore apps;
    private final ServiceStore services;
    private final NodeStore nodes;
    private final InstanceStore instances;
    private final ServiceTypes types;
    private final Revisions revisions;
    private final Views views;
    private final Lookup lookup;

    /** Where these routes find and write rows. */
    public record Stores(Database database, AppStore apps, ServiceStore services, NodeStore nodes, InstanceStore instances) {}

    public NodeRoutes(Stores stores, ServiceTypes types, Revisions revisions, Views views) {
        this.database = stores.database();
        this.apps = stores.apps();
        this.services = stores.services();
        this.nodes = stores.nodes();
        this.instances = stores.instances();
        this.types = Objects.requireNonNull(types);
        this.revisions = Objects.requireNonNull(revisions);
        this.views = Objects.requireNonNull(views);
        this.lookup = new Lookup(apps, services);
    }

    /** How many nodes to add per role; negative removes. */
    public record NodeChange(Map<String, Integer> roles) {}

    /** A node's share of the requests; 100 is the usual one, 0 none. */
    public record NodeWeight(int weight) {}

    public List<Route> routes() {
        String base = "/apps/{app}/services/{service}/nodes";
        return List.of(
                Route.get(base, Access.USER_READ, "List the nodes of a service").returnsMany(NodeView.class).to(this::list),
                Route.post(base, Access.USER_WRITE, "Add nodes by role, or remove them")
                        .takes(NodeChange.class)
                        .returns(202, ServiceView.class)
                        .to(this::scale),
                Route.put(base + "/{node}/weight", Access.USER_WRITE, "Set how much of the requests one very node gets")
                        .describe("Relative to the other nodes of its role: 100 is the usual weight, 0 takes the node out without removing it. Kept in the settings of the service, as"
                                + " the weight of the node's number. 409 when the service does not spread requests.")
                        .takes(NodeWeight.class)
                        .returns(202, ServiceView.class)
                        .to(this::weigh),
                Route.delete(base + "/{node}", Access.USER_WRITE, "Remove one very node")
                        .describe("Named by its number within the service, its id or the name of its machine. It leaves as nodes do that are too many, and the counts of its roles go down by one."
                                + " 409 when the service cannot do without it.")
                        .query(LOST)
                        .returns(202, ServiceView.class)
                        .to(this::remove));
    }

    private Reply list(Call call) {
        Service service = database.read(tx -> lookup.service(tx, call));
        return Reply.of(views.nodes(service));
    }

    private Reply scale(Call call) {
        Map<String, Integer> delta = call.body(NodeChange.class).roles();
        return answer(database.write(tx -> {
            Service service = running(tx, call);
            Map<String, Integer> counts = new LinkedHashMap<>(service.counts());
            delta.forEach((role, n) -> counts.merge(role, n, Integer::sum));
            Call.check(Spec.problems(type(service), counts, delta, service.settings()));
            services.wantCounts(tx, service.id(), counts);
            revisions.changed(tx, service.app(), call.user(), "Scaled");
            return service;
        }));
    }

    private Reply remove(Call call) {
        return answer(database.write(tx -> {
            Service service = running(tx, call);
            List<Node> all = nodes.ofService(tx, service.id());
            Node node = find(tx, all, call.path("node"));
            if (node.life() == Life.ALIVE && (!node.unwanted() || call.query(LOST).orElse(false))) {
                List<Member> members = all.stream().filter(n -> n.life() == Life.ALIVE).map(NodeRoutes::member).toList();
                switch (type(service).remove(service.counts(), members, node.ordinal())) {
                    case Removal.Refused(var reason) -> throw Refusal.of(409, reason.code(), reason.text());
                    case Removal.Counts(var counts) -> {
                        leave(tx, node, call.query(LOST).orElse(false));
                        services.wantCounts(tx, service.id(), counts);
                        wantWeight(tx, service, node, USUAL_WEIGHT); // its number will be another's
                        revisions.changed(tx, service.app(), call.user(), "Node " + node.ordinal() + " of " + service.name() + " removed");
                    }
                }
            }
            return service;
        }));
    }

    private Reply weigh(Call call) {
        int weight = call.body(NodeWeight.class).weight();
        return answer(database.write(tx -> {
            Service service = lookup.living(tx, call);
            Node node = find(tx, nodes.ofService(tx, service.id()), call.path("node"));
            Optional<String> settings = wantWeight(tx, service, node, weight);
            if (settings.isEmpty()) {
                throw Refusal.conflict("no-weights", "A " + service.type() + " service does not spread requests by weight.");
            }
            Call.check(type(service).check(new ServiceSpec(service.counts(), settings.get())));
            revisions.changed(tx, service.app(), call.user(), "Weight of node " + node.ordinal() + " of " + service.name() + " set");
            return service;
        }));
    }

    /** The settings with it, when the type has weights. */
    private Optional<String> wantWeight(DSLContext tx, Service service, Node node, int weight) {
        Optional<String> settings = type(service).weigh(service.settings(), node.ordinal(), weight);
        settings.filter(text -> !text.equals(service.settings())).ifPresent(text -> services.wantSettings(tx, service.id(), text));
        return settings;
    }

    private void leave(DSLContext tx, Node node, boolean lost) {
        if (!lost) {
            nodes.wantLeave(tx, node.id());
            return;
        }
        if (node.agent() == AgentState.CONNECTED) {
            throw Refusal.conflict("node-answers", "The node answers, so it is not lost; it can leave in good order.");
        }
        nodes.wantGone(tx, node.id());
        instances.wantGone(tx, node.id());
    }

    private Node find(DSLContext tx, List<Node> all, String which) {
        return all.stream()
                .filter(n -> names(tx, n).anyMatch(which::equals))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("node", which, all.stream().flatMap(n -> names(tx, n)).toList()));
    }

    private Stream<String> names(DSLContext tx, Node node) {
        Optional<String> machine = instances.find(tx, node.id()).map(Instance::machineName);
        return Stream.concat(Stream.of(Integer.toString(node.ordinal()), node.id().toString()), machine.stream());
    }

    private static Member member(Node node) {
        return new Member(node.id(), node.ordinal(), Optional.empty(), node.roles(), node.configGeneration(), Optional.empty(), node.unwanted());
    }

    private Service running(DSLContext tx, Call call) {
        Service service = lookup.living(tx, call);
        if (!service.wantRun()) {
            throw Refusal.conflict("not-running", "The service does not run; start it first.");
        }
        return service;
    }

    private ServiceType type(Service service) {
        return types.find(service.type()).orElseThrow(() -> new IllegalStateException("a service of a type that this director does not have"));
    }

    private Reply answer(Service before) {
        Service service = services.find(before.id()).orElseThrow(() -> Refusal.notFound("service", before.name()));
        App app = apps.find(service.app()).orElseThrow(() -> Refusal.notFound("application", service.app().toString()));
        return Reply.of(views.service(app, service)).etag(service.generation());
    }
}
