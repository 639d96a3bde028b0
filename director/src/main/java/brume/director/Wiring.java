package brume.director;

import brume.core.agent.Bootstrap;
import brume.core.driver.DriverFactory;
import brume.core.driver.SiteSettings;
import brume.core.id.IdSource;
import brume.core.id.SiteId;
import brume.core.id.TimeOrderedIds;
import brume.core.service.ServiceType;
import brume.director.app.AppReconciler;
import brume.director.app.AppRoutes;
import brume.director.app.AppStore;
import brume.director.app.Bill;
import brume.director.app.CheckRoutes;
import brume.director.app.CodeRoutes;
import brume.director.app.Deployer;
import brume.director.app.Designs;
import brume.director.app.DriftRoutes;
import brume.director.app.ExportRoutes;
import brume.director.app.ManifestRoutes;
import brume.director.app.Manifests;
import brume.director.app.NodeRoutes;
import brume.director.app.PasswordRoutes;
import brume.director.app.PlanRoutes;
import brume.director.app.Preparer;
import brume.director.app.PublicAddresses;
import brume.director.app.RevisionRoutes;
import brume.director.app.Revisions;
import brume.director.app.ServiceRoutes;
import brume.director.app.SourceFetcher;
import brume.director.app.Sources;
import brume.director.app.ToolRoutes;
import brume.director.app.Views;
import brume.director.app.WhyRoutes;
import brume.director.app.Workshop;
import brume.director.blob.BlobReconciler;
import brume.director.blob.BlobRoutes;
import brume.director.blob.BlobStore;
import brume.director.blob.CodeArchive;
import brume.director.check.CheckDesk;
import brume.director.check.CheckStore;
import brume.director.db.Database;
import brume.director.db.StoredJson;
import brume.director.engine.DueStore;
import brume.director.engine.Engine;
import brume.director.engine.Kind;
import brume.director.engine.Seat;
import brume.director.event.EventStore;
import brume.director.http.AuditStore;
import brume.director.http.Bell;
import brume.director.http.Door;
import brume.director.http.Edge;
import brume.director.http.EventRoutes;
import brume.director.http.HttpServer;
import brume.director.http.IdempotencyStore;
import brume.director.http.Listener;
import brume.director.http.MetaRoutes;
import brume.director.http.Mutations;
import brume.director.http.Room;
import brume.director.http.Route;
import brume.director.identity.AccountStore;
import brume.director.identity.Accounts;
import brume.director.identity.AgentTrust;
import brume.director.identity.Authority;
import brume.director.identity.CertificateStore;
import brume.director.identity.Enrolment;
import brume.director.identity.IdentityGate;
import brume.director.identity.IdentityTls;
import brume.director.identity.KeyringStore;
import brume.director.identity.LocalAccess;
import brume.director.identity.ServerKeys;
import brume.director.identity.SessionRoutes;
import brume.director.identity.TokenRoutes;
import brume.director.identity.TokenStore;
import brume.director.identity.Tokens;
import brume.director.identity.Vault;
import brume.director.instance.Bootstraps;
import brume.director.instance.InstanceReconciler;
import brume.director.instance.InstanceRoutes;
import brume.director.instance.InstanceStore;
import brume.director.log.DirectorLog;
import brume.director.log.LogIntake;
import brume.director.log.LogReconciler;
import brume.director.log.LogRoutes;
import brume.director.log.LogShelf;
import brume.director.node.AgentDesk;
import brume.director.node.AgentRoutes;
import brume.director.node.ErrandBoard;
import brume.director.node.NodeConfigs;
import brume.director.node.NodeReconciler;
import brume.director.node.NodeStore;
import brume.director.node.Presence;
import brume.director.revision.RevisionStore;
import brume.director.secret.Secrets;
import brume.director.service.CodeStore;
import brume.director.service.HistoryStore;
import brume.director.service.MachinePlans;
import brume.director.service.ServiceReconciler;
import brume.director.service.ServiceStore;
import brume.director.service.ServiceTypes;
import brume.director.site.AddressStore;
import brume.director.site.ImageShelf;
import brume.director.site.Site;
import brume.director.site.SiteReconciler;
import brume.director.site.SiteRoutes;
import brume.director.site.SiteStore;
import brume.director.site.SiteWant;
import brume.director.site.Sites;
import brume.director.site.Tier;
import brume.driver.incus.IncusDriverFactory;
import brume.service.java.JavaService;
import brume.service.mysql.MysqlService;
import brume.service.php.PhpService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Every constructor call of the director, in order. */
public final class Wiring implements AutoCloseable {
    static final String NUTSHELL = "nutshell";

    private final Settings settings;
    private final Seat seat;
    private final Database database;
    private final BlobStore blobs;
    private final Sites sites;
    private final DueStore due;
    private final Engine engine;
    private final HttpServer server;
    private final LocalAccess local;
    private final Accounts accounts;
    private final CheckDesk checks;

    /** The director as it is shipped, with every driver and service that there is. */
    static Wiring shipped(Settings settings) throws IOException {
        return new Wiring(settings, List.of(new IncusDriverFactory()), List.of(new PhpService(), new JavaService(), new MysqlService()));
    }

    /** @param drivers the kinds of sites that can be had */
    public Wiring(Settings settings, List<DriverFactory> drivers, List<ServiceType> serviceTypes) throws IOException {
        this.settings = settings;
        Path home = settings.home();
        SecureRandom random = new SecureRandom();
        seat = Seat.take(home, new TimeOrderedIds(InstantSource.system(), random));

        // base: database, engine, identity, blobs
        database = settings.company()
                .database()
                .map(address -> Database.openPostgres(address, System::nanoTime))
                .orElseGet(() -> Database.openSqlite(home.resolve("brume.db")));
        InstantSource clock = database.clock().orElseGet(InstantSource::system);
        IdSource ids = new TimeOrderedIds(clock, random);
        EventStore events = new EventStore(database, clock);
        due = new DueStore(database, clock);
        CertificateStore certificates = new CertificateStore();
        Authority authority = Authority.open(home.resolve("ca"), settings.deployment(), certificates, clock, random);
        Enrolment enrolment = Enrolment.open(home.resolve("secrets/enrolment.key"), random);
        Vault vault = Vault.open(home.resolve("secrets/vault.key"), random);
        new KeyringStore(database, clock).require(authority, vault, enrolment);
        AccountStore accountStore = new AccountStore();
        accounts = new Accounts(database, accountStore, ids, clock, random);
        Tokens tokens = new Tokens(database, new TokenStore(), ids, clock, random);
        local = new LocalAccess(home, database, accountStore, tokens);
        blobs = new BlobStore(settings.company().blobs(), database, clock);
        CodeArchive archives = new CodeArchive(blobs);
        Secrets secrets = new Secrets(database, vault, random, clock);

        // sites and instances
        SiteStore siteStore = new SiteStore(database, due, events, clock);
        sites = new Sites(siteStore, drivers, authority.owner(settings.deployment()), clock);
        InstanceStore instances = new InstanceStore(database, new AddressStore(siteStore, clock), due, events, clock);
        Bootstraps bootstraps = row -> StoredJson.write(new Bootstrap(
                settings.deployment(),
                settings.agentUrls(),
                authority.caPem(),
                row.id().toString(),
                row.generation(),
                enrolment.token(row.id(), row.generation())));
        nutshell(siteStore, ids);

        // nodes, services, applications
        Presence presence = new Presence(clock);
        NodeStore nodes = new NodeStore(database, due, events, clock);
        ServiceTypes types = new ServiceTypes(serviceTypes);
        ServiceStore services = new ServiceStore(database, due, events, clock);
        HistoryStore history = new HistoryStore(database);
        CodeStore codes = new CodeStore(database, due, clock);
        AppStore apps = new AppStore(database, due, events, clock);
        RevisionStore revisionStore = new RevisionStore(database, clock, settings.revisions());
        Designs designs = new Designs(apps, services, codes, siteStore, secrets);
        Revisions revisions = new Revisions(apps, designs, revisionStore);
        LogShelf shelf = new LogShelf(settings.company().blobs().resolveSibling("logs"), settings.logs());
        MachinePlans machines = new MachinePlans(settings.deployment(), settings.image(), ids);

        // the engine and everything it drives
        engine = new Engine(
                database,
                due,
                List.of(
                        new SiteReconciler(siteStore, sites, instances, clock),
                        new InstanceReconciler(instances, sites, bootstraps, clock),
                        new NodeReconciler(nodes, instances, presence),
                        new ServiceReconciler(
                                new ServiceReconciler.Stores(database, services, history, codes, nodes, instances),
                                presence, secrets, types, machines, ids, clock),
                        new AppReconciler(apps, services),
                        new BlobReconciler(blobs),
                        new LogReconciler(shelf, nodes, clock)),
                events,
                clock,
                seat.incarnation());

        // the HTTP edge
        Bell bell = new Bell(clock);
        events.onAppend(bell::ring);
        database.onNews(news -> {
            if (news.equals(Database.ANYTHING)) {
                bell.ringAll();
            }
        });
        AuditStore audit = new AuditStore();
        ErrandBoard errands = new ErrandBoard(bell, ids);
        Room room = new Room(home);
        Views views = new Views(services, nodes, instances, siteStore, presence, due);
        List<Route> routes = new ArrayList<>();
        routes.addAll(new MetaRoutes(version(), database, audit, room).routes());
        routes.addAll(new EventRoutes(events).routes());
        routes.addAll(new SessionRoutes(accounts, tokens).routes());
        routes.addAll(new TokenRoutes(tokens).routes());
        routes.addAll(new BlobRoutes(blobs).routes());
        routes.addAll(new SiteRoutes(database, siteStore, instances, drivers, new ImageShelf(sites), ids).routes());
        routes.addAll(new InstanceRoutes(instances, siteStore).routes());
        routes.addAll(new AppRoutes(database, apps, services, revisions, views, ids).routes());
        routes.addAll(new ServiceRoutes(new ServiceRoutes.Stores(database, apps, services, history, siteStore), secrets, types, revisions, views, ids).routes());
        routes.addAll(new NodeRoutes(new NodeRoutes.Stores(database, apps, services, nodes, instances), types, revisions, views).routes());
        routes.addAll(new PasswordRoutes(database, apps, services, secrets, types, revisions).routes());
        checks = new CheckDesk(new CheckStore(database), clock, Thread.ofVirtual().name("check-", 0).factory(), System::nanoTime);
        routes.addAll(new CheckRoutes(new CheckRoutes.Stores(database, apps, services, nodes, instances), checks, secrets, ids, random).routes());
        routes.addAll(new CodeRoutes(new CodeRoutes.Stores(database, apps, services, codes, blobs, archives), types, revisions, ids, clock).routes());
        SourceFetcher fetcher = new SourceFetcher(blobs, address -> settings.fetchPrivate() || PublicAddresses.include(address), System::nanoTime);
        Sources sources = new Sources(blobs, archives, fetcher);
        Deployer deployer = new Deployer(new Deployer.Stores(apps, services, codes, siteStore), secrets, types, ids, clock);
        ManifestRoutes.Makers makers = new ManifestRoutes.Makers(new Manifests(siteStore, types), new Preparer(sources), deployer, revisions);
        routes.addAll(new ManifestRoutes(database, apps, makers, views).routes());
        Workshop workshop = new Workshop(apps, services, secrets, designs, revisions, sources, deployer);
        routes.addAll(new RevisionRoutes(new RevisionRoutes.Stores(database, apps, revisionStore, siteStore), types, workshop, views).routes());
        routes.addAll(new ExportRoutes(database, workshop, blobs).routes());
        routes.addAll(new PlanRoutes(database, apps, makers, workshop, new Bill(types, settings.prices()), views).routes());
        routes.addAll(new DriftRoutes(new DriftRoutes.Stores(database, services, nodes, instances, codes), presence, workshop).routes());
        routes.addAll(new ToolRoutes(new ToolRoutes.Stores(database, apps, services, codes, nodes, blobs, fetcher), revisions, presence, errands, types, views, ids).routes());
        routes.addAll(new WhyRoutes(new WhyRoutes.Stores(database, apps, services, nodes, instances, siteStore, due)).routes());
        AgentDesk desk = new AgentDesk(database, nodes, instances, presence, new NodeConfigs(secrets), enrolment);
        routes.addAll(new AgentRoutes(database, desk, errands, authority, blobs).routes());
        routes.addAll(new LogIntake(new LogIntake.Stores(instances, services, apps), desk, secrets, shelf).routes());
        routes.addAll(new LogRoutes(database, apps, shelf, new DirectorLog(home), clock).routes());
        Edge edge = new Edge(
                new IdentityGate(tokens, certificates, database, clock),
                new IdentityTls(
                        new ServerKeys(authority, settings.names(), clock),
                        new AgentTrust(authority, certificates, database, clock)),
                new Mutations(database, audit, new IdempotencyStore(), room, ids, clock),
                bell,
                clock);
        server = new HttpServer(routes, version(), edge, listener(settings.api()), listener(settings.agent()));
    }

    /** Starts serving and working; {@code announce} gets what only the first start has to say. Returns the URL for people. */
    public String start(Consumer<String> announce) throws IOException {
        blobs.sweep();
        server.start();
        String url = settings.api().url(server.port(Door.API));
        accounts.makeFirst(announce);
        local.prepare(url);
        database.write(tx -> {
            due.wake(tx, Kind.BLOBS, BlobStore.COLLECTION);
            due.wake(tx, Kind.LOGS, LogReconciler.ALL);
            return null;
        });
        due.hasten(Kind.INSTANCE); // machines end without saying so
        engine.start();
        return url;
    }

    /** Looks at things that the engine has taken since its start; for measurements. */
    public long passes() {
        return engine.passes();
    }

    /** Every route that is served. */
    public List<Route> routes() {
        return server.routes();
    }

    /** The port that a door listens on, once started. */
    public int port(Door door) {
        return server.port(door);
    }

    /** Finishes what is being done and closes everything. Machines go on. */
    @Override
    public void close() {
        server.close();
        checks.close();
        engine.close();
        sites.close();
        database.close();
        leave();
    }

    private void leave() {
        try {
            seat.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The site on this machine, as the settings describe it now. */
    private void nutshell(SiteStore store, IdSource ids) {
        settings.nutshell().ifPresent(n -> {
            SiteSettings wanted = new SiteSettings(Map.of(
                    "socket", n.socket(), "project", n.project(), "network", n.network(), "pool", n.pool(), "subnet", n.subnet()));
            database.write(tx -> {
                Optional<Site> present = store.findByName(tx, NUTSHELL);
                if (present.filter(site -> site.want().settings().equals(wanted)).isEmpty()) {
                    SiteId id = present.map(Site::id).orElseGet(() -> new SiteId(ids.next()));
                    store.want(tx, new SiteWant(id, NUTSHELL, "incus", wanted, Tier.CLOUD, "this machine"));
                }
                return null;
            });
        });
    }

    private static Listener listener(Settings.Endpoint endpoint) {
        return new Listener(endpoint.address(), endpoint.port());
    }

    private static String version() {
        return Optional.ofNullable(Wiring.class.getPackage().getImplementationVersion()).orElse("development");
    }
}
