package brume.director.service;

import brume.core.agent.ContentRef;
import brume.core.driver.PowerState;
import brume.core.id.IdSource;
import brume.core.id.InstanceId;
import brume.core.id.ServiceId;
import brume.core.outcome.Outcome;
import brume.core.service.NodePlan;
import brume.core.service.Progress;
import brume.core.service.SecretRef;
import brume.core.service.ServicePlan;
import brume.core.service.ServiceType;
import brume.director.db.Database;
import brume.director.db.Life;
import brume.director.engine.Kind;
import brume.director.engine.Reconciler;
import brume.director.instance.Instance;
import brume.director.instance.InstanceStore;
import brume.director.instance.Power;
import brume.director.node.Node;
import brume.director.node.NodeStore;
import brume.director.node.NodeWant;
import brume.director.node.Presence;
import brume.director.secret.Secrets;
import brume.director.service.ServiceViews.Seat;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/** Brings the nodes of a service in line with the plan of its type. */
public final class ServiceReconciler implements Reconciler {
    /** While something moves, a look without a wake: planners also decide by time (drain and grace). */
    private static final Duration LOOK_MOVING = Duration.ofSeconds(1);

    private static final Duration LOOK_SETTLED = Duration.ofSeconds(60);

    private final Database database;
    private final ServiceStore services;
    private final HistoryStore history;
    private final CodeStore codes;
    private final NodeStore nodes;
    private final InstanceStore instances;
    private final Presence presence;
    private final Secrets secrets;
    private final ServiceTypes types;
    private final MachinePlans machines;
    private final IdSource ids;
    private final InstantSource clock;

    /** Where a reconciler of services finds rows. */
    public record Stores(
            Database database, ServiceStore services, HistoryStore history, CodeStore codes, NodeStore nodes, InstanceStore instances) {}

    public ServiceReconciler(
            Stores stores, Presence presence, Secrets secrets, ServiceTypes types, MachinePlans machines, IdSource ids, InstantSource clock) {
        this.database = stores.database();
        this.services = stores.services();
        this.history = stores.history();
        this.codes = stores.codes();
        this.nodes = stores.nodes();
        this.instances = stores.instances();
        this.presence = Objects.requireNonNull(presence);
        this.secrets = Objects.requireNonNull(secrets);
        this.types = Objects.requireNonNull(types);
        this.machines = Objects.requireNonNull(machines);
        this.ids = Objects.requireNonNull(ids);
        this.clock = Objects.requireNonNull(clock);
    }

    @Override
    public Kind kind() {
        return Kind.SERVICE;
    }

    @Override
    public Outcome reconcile(UUID uuid) {
        Optional<Service> row = services.find(new ServiceId(uuid));
        if (row.isEmpty()) {
            return new Outcome.Gone();
        }
        Service service = row.get();
        List<Seat> seats = seats(service);
        Context context = context(service);
        ServiceStep step = decide(service, seats, context);
        database.write(tx -> {
            step.acts().forEach(act -> act(tx, service, act));
            writeDown(tx, service, step);
            return null;
        });
        return outcome(step);
    }

    /** What the plan is made from besides the nodes. */
    private record Context(Map<String, ContentRef> attachments, Map<String, SecretRef> secrets, Map<String, String> environment) {}

    private Context context(Service service) {
        Map<String, SecretRef> refs = secrets.of(service.id());
        Map<String, ContentRef> attachments = database.read(tx -> codes.attachments(tx, service.id()));
        return new Context(attachments, refs, ServiceViews.environment(service, services.ofApp(service.app()), refs));
    }

    private List<Seat> seats(Service service) {
        List<Node> members = nodes.ofService(service.id());
        Map<InstanceId, Instance> machines = instances.find(members.stream().map(Node::id).toList());
        return members.stream().map(node -> seat(node, Optional.ofNullable(machines.get(node.id())))).toList();
    }

    private Seat seat(Node node, Optional<Instance> machine) {
        boolean running = machine.flatMap(Instance::seen).filter(s -> s.power() == PowerState.RUNNING).isPresent();
        return new Seat(node, machine, running && presence.connected(node));
    }

    private ServiceStep decide(Service service, List<Seat> seats, Context context) {
        List<NodeSight> sights = seats.stream().map(ServiceReconciler::sight).toList();
        if (service.life() != Life.ALIVE) {
            return ServicePlanner.dying(service, sights);
        }
        if (!service.wantRun()) {
            return ServicePlanner.stopped(service, sights);
        }
        ServiceType type = types.find(service.type())
                .orElseThrow(() -> new IllegalStateException("a service of a type that this director does not have"));
        List<Seat> living = seats.stream().filter(s -> s.node().life() == Life.ALIVE).toList();
        ServicePlan plan = type.plan(ServiceViews.view(
                service, living, codes.of(service.id()), context.attachments(), context.secrets(), context.environment(), clock.instant()));
        return ServicePlanner.running(service, sights, withStartup(plan, context, living));
    }

    private static ServicePlan withStartup(ServicePlan plan, Context context, List<Seat> living) {
        List<NodePlan> planned = plan.nodes().stream()
                .map(n -> new NodePlan(n.ordinal(), ServiceViews.withStartup(n.roles(), context.attachments(), context.environment()), n.volumes()))
                .toList();
        Progress progress = ServiceViews.startupFault(living).<Progress>map(Progress.Stuck::new).orElse(plan.progress());
        return new ServicePlan(planned, plan.exports(), plan.url(), progress);
    }

    private static NodeSight sight(Seat seat) {
        Node node = seat.node();
        boolean off = seat.machine().flatMap(Instance::seen).filter(s -> s.power() != PowerState.STOPPED).isEmpty();
        boolean wantedOn = seat.machine().filter(m -> m.power() == Power.ON).isPresent();
        return new NodeSight(node.id(), node.ordinal(), node.life(), node.roles(), wantedOn, off);
    }

    private void act(DSLContext tx, Service service, NodeAct act) {
        switch (act) {
            case NodeAct.Add(NodePlan plan) -> {
                InstanceId id = new InstanceId(ids.next());
                instances.want(tx, machines.of(service, id, plan));
                nodes.want(tx, new NodeWant(id, service.id(), plan.ordinal(), plan.roles()));
            }
            case NodeAct.SetRoles(InstanceId id, var roles) -> nodes.wantRoles(tx, id, roles);
            case NodeAct.SetPower(InstanceId id, boolean on) -> instances.wantPower(tx, id, on ? Power.ON : Power.OFF);
            case NodeAct.Remove(InstanceId id) -> {
                nodes.wantGone(tx, id);
                instances.wantGone(tx, id);
            }
        }
    }

    private void writeDown(DSLContext tx, Service service, ServiceStep step) {
        if (step.bury()) {
            secrets.forget(tx, service.id());
            history.bury(tx, service.id());
            services.bury(tx, service);
            return;
        }
        if (step.seen().state() != service.seen().state()) {
            history.seen(tx, service.id(), clock.instant(), step.seen().state(), step.seen().text());
        }
        services.seen(tx, service, step.seen());
    }

    private static Outcome outcome(ServiceStep step) {
        if (step.bury()) {
            return new Outcome.Gone();
        }
        if (step.stuck().isPresent()) {
            return new Outcome.Blocked(step.stuck().get(), LOOK_MOVING.multipliedBy(5));
        }
        return switch (step.seen().state()) {
            case RUNNING, STOPPED, INIT -> step.acts().isEmpty()
                    ? new Outcome.Settled(step.seen().text(), LOOK_SETTLED)
                    : new Outcome.Working(step.seen().text(), LOOK_MOVING);
            case PROLOGUE, ADAPTING, EPILOGUE, ERROR -> new Outcome.Working(step.seen().text(), LOOK_MOVING);
        };
    }
}
