package brume.director.app;

import brume.consistency.run.CheckOrder;
import brume.consistency.run.CheckOrder.Endpoint;
import brume.consistency.run.CheckReport;
import brume.core.id.IdSource;
import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.director.check.Check;
import brume.director.check.CheckDesk;
import brume.director.db.Database;
import brume.director.db.Life;
import brume.director.db.StoredJson;
import brume.director.http.Access;
import brume.director.http.Call;
import brume.director.http.Refusal;
import brume.director.http.Reply;
import brume.director.http.Route;
import brume.director.instance.Instance;
import brume.director.instance.InstanceStore;
import brume.director.node.Node;
import brume.director.node.NodeStore;
import brume.director.secret.Secrets;
import brume.director.service.Service;
import brume.director.service.ServiceStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jooq.DSLContext;

/** Consistency checks of databases over HTTP. */
public final class CheckRoutes {
    private static final String ROLE = "mysql.mysql";
    private static final int MARK_BYTES = 6;
    private static final long SECONDS = 60;
    private static final long CONNECTIONS = 16;

    private final Stores stores;
    private final CheckDesk desk;
    private final Secrets secrets;
    private final IdSource ids;
    private final RandomGenerator random;
    private final Lookup lookup;

    /** Where these routes find rows. */
    public record Stores(Database database, AppStore apps, ServiceStore services, NodeStore nodes, InstanceStore instances) {}

    public CheckRoutes(Stores stores, CheckDesk desk, Secrets secrets, IdSource ids, RandomGenerator random) {
        this.stores = Objects.requireNonNull(stores);
        this.desk = Objects.requireNonNull(desk);
        this.secrets = Objects.requireNonNull(secrets);
        this.ids = Objects.requireNonNull(ids);
        this.random = Objects.requireNonNull(random);
        this.lookup = new Lookup(stores.apps(), stores.services());
    }

    /**
     * How much to do.
     *
     * @param seconds of work, 60 when left out
     * @param connections 16 when left out
     * @param rate transactions a second over all connections; as many as there can be when left out
     * @param eachNode connect to every node instead of to the address that applications have
     * @param isolation {@code REPEATABLE_READ} when left out
     */
    public record CheckRequest(
            Optional<Long> seconds, Optional<Long> connections, Optional<Long> rate, Optional<Boolean> eachNode, Optional<CheckOrder.Isolation> isolation) {}

    /**
     * The newest check.
     *
     * @param done transactions that have ended so far
     * @param text why it failed; empty otherwise
     * @param clean whether it found nothing that should not be; only when it is done
     */
    public record CheckView(
            Check.State state, Optional<UUID> id, long done, String text, Optional<String> by, Optional<Instant> createdAt, Optional<Instant> endedAt,
            Optional<Check.Terms> terms, Optional<Boolean> clean, Optional<CheckReport> report) {}

    public List<Route> routes() {
        String path = "/apps/{app}/services/{service}/check";
        return List.of(
                Route.post(path, Access.USER_WRITE, "Check the consistency of a database")
                        .describe("Works on the database for a while, in a database of its own that is removed afterwards, and looks for what a database should not do. One at a time per service."
                                + " Nothing of the user's is touched, but the service has that much more to do meanwhile.")
                        .takes(CheckRequest.class)
                        .returns(202, CheckView.class)
                        .to(this::begin),
                Route.get(path, Access.USER_READ, "Show the newest consistency check of a database").returns(CheckView.class).to(this::show),
                Route.delete(path, Access.USER_WRITE, "Cancel the consistency check that runs").returns(202, CheckView.class).to(this::cancel));
    }

    private Reply begin(Call call) {
        Check.Terms terms = terms(call.body(CheckRequest.class));
        Target target = stores.database().read(tx -> target(tx, lookup.living(tx, call)));
        CheckOrder order = order(target, terms);
        return Reply.of(stores.database().write(tx -> {
            Service service = lookup.living(tx, call);
            desk.want(tx, service.id(), ids.next(), terms, call.user().who(), order);
            return view(tx, service);
        }));
    }

    private Reply show(Call call) {
        return Reply.of(stores.database().read(tx -> view(tx, lookup.service(tx, call))));
    }

    private Reply cancel(Call call) {
        return Reply.of(stores.database().write(tx -> {
            Service service = lookup.service(tx, call);
            desk.wantCancel(tx, service.id());
            return view(tx, service);
        }));
    }

    private CheckView view(DSLContext tx, Service service) {
        return desk.find(tx, service.id())
                .map(c -> new CheckView(
                        desk.state(c), Optional.of(c.id()), c.done(), c.text(), Optional.of(c.by()), Optional.of(c.createdAt()), c.endedAt(), Optional.of(c.terms()),
                        c.report().map(CheckReport::clean), c.report()))
                .orElseGet(() -> new CheckView(
                        Check.State.NONE, Optional.empty(), 0, "", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static Check.Terms terms(CheckRequest request) {
        List<Problem> problems = new ArrayList<>();
        long seconds = within("seconds", request.seconds().orElse(SECONDS), 1, CheckOrder.LENGTH_MAX.toSeconds(), problems);
        long connections = within("connections", request.connections().orElse(CONNECTIONS), CheckOrder.CONNECTIONS_MIN, CheckOrder.CONNECTIONS_MAX, problems);
        long rate = within("rate", request.rate().orElse(0L), 0, CheckOrder.RATE_MAX, problems);
        Call.check(problems);
        return new Check.Terms(
                seconds, connections, rate, request.eachNode().orElse(false), request.isolation().orElse(CheckOrder.Isolation.REPEATABLE_READ).name());
    }

    private static long within(String name, long value, long least, long most, List<Problem> problems) {
        if (value < least || value > most) {
            problems.add(Problem.at("out-of-bounds", "A check has " + least + " to " + most + " " + name + ".", Place.field("/" + name)));
        }
        return value;
    }

    /** Where a database is. */
    private record Target(Map<String, String> exports, Endpoint front, List<Endpoint> nodes) {}

    private Target target(DSLContext tx, Service service) {
        Map<String, String> exports = service.seen().exports();
        Optional<String> host = Optional.ofNullable(exports.get("MYSQL_IP"));
        if (host.isEmpty() || !service.wantRun()) {
            throw Refusal.conflict("not-checkable", "Only a database that runs can be checked.");
        }
        int port = Integer.parseInt(exports.getOrDefault("MYSQL_PORT", "3306"));
        List<Endpoint> nodes = stores.nodes().ofService(tx, service.id()).stream()
                .filter(node -> node.life() == Life.ALIVE && !node.unwanted() && node.roles().stream().anyMatch(role -> role.role().equals(ROLE)))
                .map(Node::id)
                .flatMap(id -> stores.instances().find(tx, id).flatMap(Instance::reachableAddress).stream())
                .map(address -> new Endpoint(address, port))
                .toList();
        return new Target(exports, new Endpoint(host.get(), port), nodes);
    }

    /** Outside of transactions, because secrets are revealed. */
    private CheckOrder order(Target target, Check.Terms terms) {
        return new CheckOrder(
                terms.eachNode() && !target.nodes.isEmpty() ? target.nodes : List.of(target.front),
                target.nodes,
                HexFormat.of().formatHex(bytes(MARK_BYTES)),
                target.exports.getOrDefault("MYSQL_USER", ""),
                revealed(target.exports.getOrDefault("MYSQL_PASSWORD", "")),
                CheckOrder.Isolation.valueOf(terms.isolation()),
                Duration.ofSeconds(terms.seconds()),
                Math.toIntExact(terms.connections()),
                Math.toIntExact(terms.rate()),
                random.nextLong());
    }

    /** Revealed as the inside of a JSON string, so it is read as one. */
    private String revealed(String text) {
        return StoredJson.read(secrets.reveal("\"" + text + "\""), String.class);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
