package brume.director.http;

import brume.core.id.IdSource;
import brume.core.id.InstanceId;
import brume.core.id.TimeOrderedIds;
import brume.director.db.Database;
import brume.director.db.TestDatabases;
import brume.director.event.EventStore;
import brume.director.identity.AccountStore;
import brume.director.identity.Accounts;
import brume.director.identity.AgentTrust;
import brume.director.identity.Authority;
import brume.director.identity.CertificateStore;
import brume.director.identity.IdentityGate;
import brume.director.identity.IdentityTls;
import brume.director.identity.LocalAccess;
import brume.director.identity.ServerKeys;
import brume.director.identity.SessionRoutes;
import brume.director.identity.SigningRequest;
import brume.director.identity.TokenRoutes;
import brume.director.identity.TokenStore;
import brume.director.identity.Tokens;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The real server on loopback ports with the real identity, a state directory of its own and a database in memory. */
public final class LiveDirector implements Served, AutoCloseable {
    public final Path home;
    public final Database database;
    public final EventStore events;
    public final Authority authority;
    public final Tokens tokens;
    public final Bell bell;
    public final HttpServer server;
    public final IdSource ids;
    public final InstantSource clock = InstantSource.system();
    private final String adminPassword;
    private final Lazy<ApiContract> contract = Lazy.of(() -> new ApiContract((ObjectNode) client().fetch("/api/v1/openapi.json").json()));

    /** {@code more} are routes besides those of identity, events and audit. */
    public LiveDirector(Path home, List<Route> more) throws IOException {
        this(home, more, Limits.FIRST_REQUEST);
    }

    LiveDirector(Path home, List<Route> more, Duration firstRequest) throws IOException {
        this.home = home;
        SecureRandom random = new SecureRandom();
        ids = new TimeOrderedIds(clock, random);
        database = TestDatabases.open();
        events = new EventStore(database, clock);
        bell = new Bell(clock);
        events.onAppend(bell::ring);
        CertificateStore certificates = new CertificateStore();
        authority = Authority.open(home.resolve("ca"), "test", certificates, clock, random);
        AccountStore accountStore = new AccountStore();
        Accounts accounts = new Accounts(database, accountStore, ids, clock, random);
        List<String> said = new ArrayList<>();
        accounts.makeFirst(said::add);
        adminPassword = said.getFirst().replace("first administrator: admin ", "");
        tokens = new Tokens(database, new TokenStore(), ids, clock, random);
        IdentityTls tls = new IdentityTls(
                new ServerKeys(authority, List.of("localhost", "127.0.0.1"), clock), new AgentTrust(authority, certificates, database, clock));
        AuditStore audit = new AuditStore();
        Room room = new Room(home);
        Mutations mutations = new Mutations(database, audit, new IdempotencyStore(), room, ids, clock);
        Edge edge = new Edge(new IdentityGate(tokens, certificates, database, clock), tls, mutations, bell, clock);
        List<Route> routes = new ArrayList<>();
        routes.addAll(new SessionRoutes(accounts, tokens).routes());
        routes.addAll(new TokenRoutes(tokens).routes());
        routes.addAll(new EventRoutes(events).routes());
        routes.addAll(new MetaRoutes("test", database, audit, room).routes());
        routes.addAll(more);
        server = new HttpServer(routes, "test", edge, new Listener("127.0.0.1", 0), new Listener("127.0.0.1", 0), firstRequest);
        server.start();
        new LocalAccess(home, database, accountStore, tokens).prepare(url(Door.API));
    }

    @Override
    public String url(Door door) {
        return "https://127.0.0.1:" + server.port(door);
    }

    @Override
    public ApiContract contract() {
        return contract.get();
    }

    @Override
    public String caPem() {
        return authority.caPem();
    }

    public String adminPassword() {
        return adminPassword;
    }

    /** The token in the state directory, of scope admin. */
    public String localToken() throws IOException {
        return Files.readString(home.resolve("token")).strip();
    }

    /** A client that trusts this director and shows nothing. */
    public TestClient client() {
        return TestClient.of(this, authority.caPem());
    }

    /** A client with the local token. */
    public TestClient admin() throws IOException {
        return client().token(localToken());
    }

    /** A new agent's client, enrolled as an instance. */
    public TestClient agent(UUID instance, long generation) {
        AgentKey key = AgentKey.make();
        SigningRequest request = SigningRequest.parse(key.csrPem());
        Authority.Issued issued = database.write(tx -> authority.issue(tx, new InstanceId(instance), generation, request));
        return TestClient.of(this, authority.caPem(), key, issued.certificatePem());
    }

    @Override
    public void close() {
        server.close();
        database.close();
    }
}
