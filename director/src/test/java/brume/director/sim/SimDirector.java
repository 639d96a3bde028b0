package brume.director.sim;

import brume.core.agent.Bootstrap;
import brume.core.driver.CloudDriver;
import brume.core.driver.DriverFactory;
import brume.core.driver.SiteSettings;
import brume.core.id.InstanceId;
import brume.core.problem.Problem;
import brume.core.service.ServiceType;
import brume.director.app.AppReconciler;
import brume.director.app.AppStore;
import brume.director.app.Wishes;
import brume.director.db.Database;
import brume.director.db.StoredJson;
import brume.director.engine.DueStore;
import brume.director.engine.Engine;
import brume.director.engine.Incarnation;
import brume.director.engine.Reconciler;
import brume.director.event.EventStore;
import brume.director.instance.Bootstraps;
import brume.director.instance.InstanceReconciler;
import brume.director.instance.InstanceStore;
import brume.director.node.AgentDesk;
import brume.director.node.Node;
import brume.director.node.NodeConfigs;
import brume.director.node.NodeReconciler;
import brume.director.node.NodeStore;
import brume.director.node.Presence;
import brume.director.secret.Secrets;
import brume.director.service.CodeStore;
import brume.director.service.HistoryStore;
import brume.director.service.MachinePlans;
import brume.director.service.ServiceReconciler;
import brume.director.service.ServiceStore;
import brume.director.service.ServiceTypes;
import brume.director.site.AddressStore;
import brume.director.site.SiteReconciler;
import brume.director.site.SiteStore;
import brume.director.site.Sites;
import brume.service.mysql.MysqlService;
import brume.service.php.PhpService;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The director's objects over the world's database, wired as in production but for HTTP: everything that a crash takes away. */
final class SimDirector {
    static final String DEPLOYMENT = "sim";
    static final String DRIVER = "fake";

    private final DueStore due;
    private final EventStore events;
    private final SiteStore siteRows;
    private final InstanceStore instances;
    private final NodeStore nodes;
    private final Presence presence;
    private final ServiceStore services;
    private final AgentDesk desk;
    private final Wishes wishes;
    private final Engine engine;

    /** Of what events were appended since somebody heard of it. */
    private final Set<UUID> rung = new HashSet<>();

    SimDirector(SimWorld world, String name, InstantSource clock, Variation variation) {
        Database database = world.database();
        due = new DueStore(database, clock);
        events = new EventStore(database, clock);
        events.onAppend(rung::add);
        siteRows = new SiteStore(database, due, events, clock);
        Sites sites = new Sites(siteRows, List.of(new Factory(world, variation)), DEPLOYMENT, clock);
        instances = new InstanceStore(database, new AddressStore(siteRows, clock), due, events, clock);
        Secrets secrets = new Secrets(database, SimKeys.VAULT, world.secretChance(), clock);
        presence = new Presence(clock);
        nodes = new NodeStore(database, due, events, clock);
        services = new ServiceStore(database, due, events, clock);
        CodeStore codes = new CodeStore(database, due, clock);
        AppStore apps = new AppStore(database, due, events, clock);
        ServiceTypes types = new ServiceTypes(Stream.<ServiceType>of(new PhpService(), new MysqlService()).map(variation::type).toList());
        desk = new AgentDesk(database, nodes, instances, presence, new NodeConfigs(secrets), SimKeys.ENROLMENT);
        wishes = new Wishes(new Wishes.Stores(database, apps, services, codes, siteRows), types, secrets, world.ids(), clock);
        Bootstraps bootstraps = row -> StoredJson.write(new Bootstrap(
                DEPLOYMENT, List.of(), "", row.id().toString(), row.generation(), SimKeys.ENROLMENT.token(row.id(), row.generation())));
        List<Reconciler> reconcilers = new ArrayList<>(List.of(
                new SiteReconciler(siteRows, sites, instances, clock),
                new InstanceReconciler(instances, sites, bootstraps, clock),
                new NodeReconciler(nodes, instances, presence)));
        if (world.storm().whole()) {
            reconcilers.add(new ServiceReconciler(
                    new ServiceReconciler.Stores(database, services, new HistoryStore(database), codes, nodes, instances),
                    presence, secrets, types, new MachinePlans(DEPLOYMENT, SimWorld.IMAGE, world.ids()), world.ids(), clock));
            reconcilers.add(new AppReconciler(apps, services));
        }
        engine = new Engine(database, due, variation.reconcilers(reconcilers, this), new Loudspeaker(world.trace(), events), clock, Incarnation.of(name));
    }

    DueStore due() {
        return due;
    }

    SiteStore sites() {
        return siteRows;
    }

    InstanceStore instances() {
        return instances;
    }

    NodeStore nodes() {
        return nodes;
    }

    /** Whether its agent can be told something, as far as the director knows. */
    boolean connected(Node node) {
        return presence.connected(node);
    }

    ServiceStore services() {
        return services;
    }

    AgentDesk desk() {
        return desk;
    }

    Wishes wishes() {
        return wishes;
    }

    Engine engine() {
        return engine;
    }

    /** Whether anything was appended about it since {@link #heard}. */
    boolean rung(InstanceId id) {
        return rung.contains(id.value());
    }

    void heard(InstanceId id) {
        rung.remove(id.value());
    }

    /** {@code listener} gets what its own events are about, once they are committed. */
    void onAppend(Consumer<UUID> listener) {
        events.onAppend(listener);
    }

    /** Another director appended an event about it. */
    void ring(UUID about) {
        rung.add(about);
    }

    /** Others may have appended events about anything. */
    void ringAll() {
        instances.page(Optional.empty(), Optional.empty(), SimWorld.ROWS_MAX).forEach(row -> rung.add(row.id().value()));
    }

    private record Factory(SimWorld world, Variation variation) implements DriverFactory {
        @Override
        public String kind() {
            return DRIVER;
        }

        @Override
        public List<Problem> check(SiteSettings settings) {
            return List.of();
        }

        @Override
        public CloudDriver open(SiteSettings settings, String deployment) {
            return variation.driver(world.cloud().driver(deployment, world.chaos().calls()));
        }
    }
}
