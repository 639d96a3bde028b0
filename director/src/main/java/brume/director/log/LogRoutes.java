package brume.director.log;

import brume.director.app.App;
import brume.director.app.AppStore;
import brume.director.db.Database;
import brume.director.db.StoredJson;
import brume.director.http.Access;
import brume.director.http.Call;
import brume.director.http.Query;
import brume.director.http.Refusal;
import brume.director.http.Reply;
import brume.director.http.Route;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Logs over HTTP. Whoever may read an application may read its logs. */
public final class LogRoutes {
    private static final long LINES_MAX = 1_000_000;
    private static final int GREP_CHARS_MAX = 200;

    /** Of lines of JSON too: a route has one type. In UTF-8. */
    private static final String TEXT = "text/plain";

    private static final Query<String> SERVICE = Query.text("service", "Of this service alone: its number, name or id.");
    private static final Query<String> NODE = Query.text("node", "Of this node alone: its number, machine or id.");
    private static final Query<String> ROLE = Query.text("role", "Of this role alone, such as `php.backend`, `backend`, `startup`, `agent` or `machine`.");
    private static final Query<Instant> SINCE = Query.text("since", "No older lines: a time such as 2026-11-20T21:00:00Z.").then(LogRoutes::time);
    private static final Query<Pattern> GREP = Query.text("grep", "Only lines that have this regular expression in them.", GREP_CHARS_MAX).then(LogRoutes::pattern);
    private static final Query<Long> TAIL = Query.number("tail", 0, LINES_MAX, "Most lines of what is there already, the newest; all when left out.");
    private static final Query<Boolean> FOLLOW = Query.flag("follow", "Go on with what comes. An empty line now and then shows that the connection lives.");
    private static final Query<Form> FORM = Query.choice("format", Form.class, "json when left out.");

    private final Database database;
    private final AppStore apps;
    private final LogShelf shelf;
    private final DirectorLog own;
    private final InstantSource clock;

    private enum Form {
        /** An object on each line. */
        JSON,
        TEXT
    }

    public LogRoutes(Database database, AppStore apps, LogShelf shelf, DirectorLog own, InstantSource clock) {
        this.database = Objects.requireNonNull(database);
        this.apps = Objects.requireNonNull(apps);
        this.shelf = Objects.requireNonNull(shelf);
        this.own = Objects.requireNonNull(own);
        this.clock = Objects.requireNonNull(clock);
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/logs", Access.USER_READ, "List the logs of all applications, of deleted ones too while they are kept")
                        .returnsMany(LogView.class)
                        .to(call -> Reply.of(views(facts -> true))),
                Route.get("/apps/{app}/logs", Access.USER_READ, "List the logs of an application, of nodes that are gone too while they are kept")
                        .returnsMany(LogView.class)
                        .to(call -> Reply.of(views(ofApp(call.path("app"))))),
                Route.get("/apps/{app}/logs/lines", Access.USER_READ, "Read lines of the logs of an application, in the order of their times")
                        .describe("Works for deleted applications too, by id or last name, while their logs are kept. Known secrets are masked, control characters are written out.")
                        .query(SERVICE, NODE, ROLE, SINCE, GREP, TAIL, FOLLOW, FORM)
                        .returnsRaw(TEXT, "A line for each line of a log: an object, or text.")
                        .to(this::lines),
                Route.get("/director/log", Access.ADMIN, "Read the log of the director that answers")
                        .query(TAIL, FOLLOW)
                        .returnsRaw(TEXT, "Its lines, as they were written.")
                        .to(this::ofDirector));
    }

    private List<LogView> views(Predicate<NodeFacts> fits) throws IOException {
        List<LogView> views = new ArrayList<>();
        for (LogShelf.Kept log : shelf.find(fits)) {
            NodeFacts f = log.facts();
            views.add(new LogView(
                    f.appId(), f.app(), f.sid(), f.service(), f.node(), f.machine(), f.instance(), log.role(), log.bytes(), log.last(), shelf.gone(f)));
        }
        return views;
    }

    /** An application that is there, by name or id; else one of which there still are logs. */
    private Predicate<NodeFacts> ofApp(String which) throws IOException {
        Optional<App> living = database.read(tx -> apps.find(tx, which));
        if (living.isPresent()) {
            String id = living.get().id().toString();
            return facts -> facts.appId().equals(id);
        }
        Predicate<NodeFacts> gone = facts -> facts.appId().equals(which) || facts.app().equals(which);
        if (shelf.find(gone).isEmpty()) {
            throw Refusal.notFound("application", which, database.read(apps::names));
        }
        return gone;
    }

    private Reply lines(Call call) throws IOException {
        Predicate<NodeFacts> fits = ofApp(call.path("app"))
                .and(facts -> call.query(SERVICE).map(facts::ofService).orElse(true))
                .and(facts -> call.query(NODE).map(facts::isNode).orElse(true));
        Optional<String> role = call.query(ROLE);
        Optional<Instant> since = call.query(SINCE);
        Optional<Pattern> grep = call.query(GREP);
        boolean text = call.query(FORM).orElse(Form.JSON) == Form.TEXT;
        LogStream.Want want = new LogStream.Want(
                line -> since.map(s -> !line.at().isBefore(s)).orElse(true) && grep.map(g -> PatientMatch.in(g, line.text())).orElse(true),
                call.query(TAIL).map(Math::toIntExact),
                call.query(FOLLOW).orElse(false),
                text ? LogRoutes::text : LogRoutes::json);
        LogStream.Source source = () -> shelf.find(fits).stream().filter(log -> role.map(r -> isRole(log.role(), r)).orElse(true)).toList();
        LogStream stream = new LogStream(want, source, call::pass, clock);
        return Reply.live(stream, TEXT);
    }

    private Reply ofDirector(Call call) throws IOException {
        return Reply.live(own.open(call.query(TAIL).map(Math::toIntExact), call.query(FOLLOW).orElse(false), call::pass), TEXT);
    }

    private static boolean isRole(String role, String which) {
        return role.equals(which) || role.endsWith("." + which);
    }

    private static String json(LogShelf.Kept log, LogLine line) {
        NodeFacts f = log.facts();
        return StoredJson.write(new LineView(line.at().toString(), f.sid(), f.node(), f.machine(), log.role(), line.priority(), line.source(), line.text()));
    }

    private static String text(LogShelf.Kept log, LogLine line) {
        NodeFacts f = log.facts();
        return line.at() + " " + f.sid() + "/" + f.node() + " " + log.role() + " " + line.source() + ": " + line.text();
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("is a time such as 2026-11-20T21:00:00Z", e);
        }
    }

    private static Pattern pattern(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("is no regular expression: " + e.getDescription(), e);
        }
    }
}
