package brume.director.http;

import brume.director.db.CommitUnknownException;
import brume.director.db.DatabaseException;
import brume.director.db.DiskFullException;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.NotFoundResponse;
import jakarta.servlet.http.HttpServletResponse;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a route table through both doors. Thread-safe; starts once.
 */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    /** Answers hold what only the caller may see and nothing that a browser should run, frame or keep. */
    private static final Map<String, String> SECURITY_HEADERS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Strict-Transport-Security", "max-age=31536000",
            "Cache-Control", "no-store");

    /** About what a database takes to start again, in seconds. */
    private static final int AWAY_RETRY_SECONDS = 5;

    private final List<Route> routes;
    private final Edge edge;
    private final Doors doors;

    /** Serves the routes and, besides, their OpenAPI document. {@code version} is the product's. */
    public HttpServer(List<Route> routes, String version, Edge edge, Listener api, Listener agent) {
        this(routes, version, edge, api, agent, Limits.FIRST_REQUEST);
    }

    HttpServer(List<Route> routes, String version, Edge edge, Listener api, Listener agent, Duration firstRequest) {
        this.routes = withDocument(routes, version);
        this.edge = Objects.requireNonNull(edge);
        this.doors = new Doors(Javalin.create(this::configure).javalinServlet(), edge.tls(), Map.of(Door.API, api, Door.AGENT, agent), firstRequest);
    }

    /** The table that is served. */
    public List<Route> routes() {
        return routes;
    }

    /** Opens both doors; throws an {@link IOException} that names the address when one is taken. */
    public void start() throws IOException {
        doors.start();
    }

    /** The port that a started door listens on. */
    public int port(Door door) {
        return doors.port(door);
    }

    /** Lets those who wait go, gives requests in work a moment to finish, closes both doors. */
    @Override
    public void close() {
        edge.bell().close();
        doors.stop();
    }

    private static List<Route> withDocument(List<Route> routes, String version) {
        List<Route> all = new ArrayList<>(routes);
        // Made when it is first asked for: the schemas cost time that a start does not have.
        Supplier<JsonNode> document = Lazy.of(() -> OpenApi.document(all, version));
        all.add(Route.get("/openapi.json", Access.PUBLIC, "Show this document")
                .returns(200, new Output.Document("The OpenAPI document of the API."))
                .to(call -> Reply.of(document.get())));
        return List.copyOf(all);
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.routes.before(this::enter);
        for (Route route : routes) {
            config.routes.addHttpHandler(HandlerType.findOrCreate(route.verb().name()), route.fullPath(), new Dispatch(route, edge));
        }
        config.routes.exception(Refusal.class, (refusal, context) -> problem(context, ProblemView.of(refusal), refusal.retryAfterSeconds()));
        config.routes.exception(HttpResponseException.class, this::unrouted);
        config.routes.exception(IOException.class, (e, context) -> broken(context, e));
        config.routes.exception(InterruptedException.class, (e, context) -> problem(context, Statuses.problem(503), Optional.of(1)));
        config.routes.exception(DatabaseException.class, this::away);
        config.routes.exception(Exception.class, this::defect);
    }

    private void enter(Context context) {
        SECURITY_HEADERS.forEach(context.res()::setHeader);
        if (!context.path().startsWith(doors.of(context.req()).prefix() + "/")) {
            throw new NotFoundResponse(); // what is behind the other door
        }
    }

    private void unrouted(HttpResponseException e, Context context) {
        if (e.getStatus() == 405) {
            context.res().setHeader("Allow", allowed(context.path()));
        }
        problem(context, Statuses.problem(e.getStatus()), Optional.empty());
    }

    private String allowed(String path) {
        return routes.stream()
                .filter(route -> path.matches(route.fullPath().replace(".", "\\.").replaceAll("\\{[^}]*}", "[^/]+")))
                .map(route -> route.verb().name())
                .collect(Collectors.joining(", "));
    }

    private void problem(Context context, ProblemView problem, Optional<Integer> retryAfterSeconds) {
        HttpServletResponse response = context.res();
        if (response.isCommitted()) {
            return;
        }
        try {
            Bodies.drain(context.req(), edge.clock());
            response.resetBuffer();
            Answers.problem(problem, retryAfterSeconds, response);
        } catch (IOException e) {
            broken(context, e);
        }
    }

    /** The connection broke or was too slow; nobody is there to be told. */
    private void broken(Context context, IOException e) {
        LOG.atDebug().setCause(e).addKeyValue("path", context.path()).log("A connection broke");
        doors.abort(context.req());
    }

    private void away(DatabaseException e, Context context) {
        LOG.atWarn().addKeyValue("path", context.path()).addKeyValue("why", e.toString()).log("A request failed for want of the database");
        if (context.res().isCommitted()) {
            doors.abort(context.req());
        }
        if (e instanceof DiskFullException) {
            problem(context, ProblemView.of(507, "disk-full", "The disk of the director's database is full: nothing was changed. Free some space there and try again."), Optional.of(AWAY_RETRY_SECONDS));
            return;
        }
        String doubt = e instanceof CommitUnknownException ? " Whether the change was made is not known: look first." : "";
        problem(context, ProblemView.of(503, "database-away", "The director's database does not answer." + doubt), Optional.of(AWAY_RETRY_SECONDS));
    }

    private void defect(Exception e, Context context) {
        LOG.atError().setCause(e).addKeyValue("method", context.method().name()).addKeyValue("path", context.path()).log("A request failed by a defect");
        if (context.res().isCommitted()) {
            doors.abort(context.req());
        }
        problem(context, Statuses.problem(500), Optional.empty());
    }
}
