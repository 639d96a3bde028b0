package brume.director.whole;

import brume.core.agent.Bootstrap;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleReport;
import brume.core.agent.RoleState;
import brume.director.Settings;
import brume.director.Wiring;
import brume.director.db.StoredJson;
import brume.director.http.ApiContract;
import brume.director.http.Door;
import brume.director.http.Route;
import brume.director.http.Served;
import brume.director.http.TestClient;
import brume.director.log.LogTerms;
import brume.director.revision.Prices;
import brume.director.revision.RevisionStore;
import brume.service.mysql.MysqlService;
import brume.service.php.PhpService;
import brume.testkit.contract.Patience;
import brume.testkit.fake.FakeCloud;
import brume.testkit.fake.FakeCloudSettings;
import brume.testkit.sim.FakeAgents;
import brume.testkit.sim.Move;
import brume.testkit.sim.RoleBehaviour;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;

/** {@code Wiring} with the real services, a fake cloud as its site {@code fake}, and an agent in every machine. */
public final class WholeDirector implements Served, AutoCloseable {
    /** Name of the site. */
    public static final String SITE = "fake";

    private static final Duration AGENTS_STEP = Duration.ofMillis(25);

    private final Path home;
    private final FakeCloud cloud;
    private final Actors actors;
    private final Wiring wiring;
    private final String url;
    private final List<String> said = new ArrayList<>();
    private final TlsAgentPort agentPort;
    private final Thread agents;
    private Optional<ApiContract> contract = Optional.empty();
    private volatile boolean open = true;

    /** With agents in a cloud in which nothing takes time. */
    public WholeDirector(Path home) throws IOException {
        this(home, FakeCloudSettings.instant(), true);
    }

    public WholeDirector(Path home, FakeCloudSettings site, boolean withAgents) throws IOException {
        this(home, cloud(site), withAgents);
    }

    /** One whose cloud was there before. With the same home it is the same director again. */
    WholeDirector(Path home, FakeCloud cloud, boolean withAgents) throws IOException {
        this.home = Files.createDirectories(home);
        this.cloud = cloud;
        InstantSource clock = InstantSource.system();
        actors = new Actors();
        Settings.Endpoint any = new Settings.Endpoint("127.0.0.1", 0);
        Settings settings = new Settings(home, "test", any, any, Optional.empty(), "services", Settings.Company.none(home), false, RevisionStore.KEPT, Prices.DEFAULT, LogTerms.DEFAULT);
        wiring = new Wiring(settings, List.of(new FakeSites(cloud)), List.of(new PhpService(), new MysqlService()));
        url = wiring.start(said::add);
        agentPort = new TlsAgentPort(this);
        FakeAgents all = new FakeAgents(cloud, clock, text -> Optional.of(StoredJson.read(text, Bootstrap.class)), agentPort, actors);
        agents = Thread.ofVirtual().name("agents").unstarted(() -> run(all));
        String row = "{\"name\":\"" + SITE + "\",\"driver\":\"" + FakeSites.KIND + "\",\"settings\":{\"subnet\":\"10.83.0.0/24\"}}";
        if (!admin().get("/api/v1/sites").text().contains("\"" + SITE + "\"") && admin().post("/api/v1/sites", row).status() != 201) {
            throw new IllegalStateException("the site was not taken");
        }
        if (withAgents) {
            agents.start();
        }
    }

    static FakeCloud cloud(FakeCloudSettings site) {
        return new FakeCloud(site, InstantSource.system(), new SplittableRandom(1));
    }

    private void run(FakeAgents all) {
        Patience patience = Patience.real(AGENTS_STEP);
        while (open) {
            all.moves().stream().map(Move::act).forEach(Runnable::run);
            patience.pass(AGENTS_STEP);
        }
    }

    public Path home() {
        return home;
    }

    public FakeCloud cloud() {
        return cloud;
    }

    public List<Route> routes() {
        return wiring.routes();
    }

    /** From now on the role fails with this code wherever it is brought. */
    public void breakRole(String role, String fault) {
        actors.fail(role, new RoleBehaviour.Result(RoleState.FAILED, Map.of(RoleReport.FAULT, fault)));
    }

    /** Settings that the role got last on the machine with this address, secrets and all. */
    public Optional<RoleConfig> told(String address, String role) {
        return actors.told(address, role);
    }

    /** Some agent that enrolled. */
    public TestClient anyAgent() {
        return Patience.real(Duration.ofSeconds(30)).untilPresent("an agent enrolled", agentPort::any);
    }

    /** The first administrator's password, as it was said. */
    public String adminPassword() {
        return said.getFirst().replace("first administrator: admin ", "");
    }

    /** A client with the local token. */
    public TestClient admin() throws IOException {
        return client().token(Files.readString(home.resolve("token")).strip());
    }

    /** A token of scope admin of an account that is no administrator's. There is no way to make such an account yet, so its rows are written from outside. */
    String tokenOfAnOrdinaryAccount() {
        String secret = "brume_ordinary";
        String account = new UUID(1, 1).toString();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("brume.db"));
                Statement statement = connection.createStatement()) {
            String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
            statement.executeUpdate("INSERT INTO account VALUES ('" + account + "', 'ordinary', 'none', 'user', 0)");
            statement.executeUpdate("INSERT INTO token VALUES ('" + new UUID(1, 2) + "', '" + account + "', 'all', '" + hash + "', 'admin', 0, " + Long.MAX_VALUE / 2 + ", NULL)");
        } catch (SQLException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return secret;
    }

    /** Forgets bytes that nothing names, as happens by itself some hours later. */
    public void forgetBlobs() {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("brume.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM blob WHERE digest NOT IN (SELECT upload_digest FROM code UNION SELECT content_digest FROM code UNION SELECT digest FROM attachment)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client that trusts this director and shows nothing. */
    public TestClient client() {
        return TestClient.of(this, caPem());
    }

    @Override
    public String url(Door door) {
        return door == Door.API ? url : "https://127.0.0.1:" + wiring.port(door);
    }

    @Override
    public String caPem() {
        try {
            return Files.readString(home.resolve("ca/ca.pem"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized ApiContract contract() {
        ApiContract known = contract.orElseGet(() -> new ApiContract((ObjectNode) client().fetch("/api/v1/openapi.json").json()));
        contract = Optional.of(known);
        return known;
    }

    @Override
    public void close() {
        open = false;
        try {
            agents.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        wiring.close();
    }
}
