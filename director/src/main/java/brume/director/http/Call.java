package brume.director.http;

import brume.core.problem.Problem;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One request as its handler sees it: the caller was let in, declared parameters are read, the body has its declared shape. Used by one thread.
 */
public final class Call {
    /** Longest that one request waits for news, in seconds: proxies between give up at about 60. */
    public static final int WAIT_SECONDS_MAX = 60;

    public static final Query<Long> READY = Query.number("ready", 0, Long.MAX_VALUE, "Answer when this generation is reached, or when `wait` has passed.");
    public static final Query<Long> WAIT =
            Query.number("wait", 0, WAIT_SECONDS_MAX, "Longest to wait for `ready`, in seconds; " + WAIT_SECONDS_MAX + " when left out.");

    /** Nothing is ever rung for. */
    private static final UUID NOBODY = new UUID(0, 0);

    private final Route route;
    private final Caller caller;
    private final Map<String, String> path;
    private final Map<String, Object> queries;
    private final Body body;
    private final Wire wire;
    private final Bell bell;
    private Optional<String> who = Optional.empty();

    /** What came in the body. */
    sealed interface Body {
        record Nothing() implements Body {}

        record Value(Record record) implements Body {}

        record Stream(InputStream stream) implements Body {}
    }

    /** What a call needs of the connection. */
    interface Wire {
        Optional<String> header(String name);

        /** The address that the request came from, in text form. */
        String remote();
    }

    Call(Route route, Caller caller, Map<String, String> path, Map<String, Object> queries, Body body, Wire wire, Bell bell) {
        this.route = Objects.requireNonNull(route);
        this.caller = Objects.requireNonNull(caller);
        this.path = Map.copyOf(path);
        this.queries = Map.copyOf(queries);
        this.body = Objects.requireNonNull(body);
        this.wire = Objects.requireNonNull(wire);
        this.bell = Objects.requireNonNull(bell);
    }

    public Route route() {
        return route;
    }

    public Caller caller() {
        return caller;
    }

    /** Names, for the audit trail, a caller who was nobody before: somebody who just logged in, a machine that just enrolled. */
    public void known(String name) {
        who = Optional.of(name);
    }

    String who() {
        return who.orElse(caller.who());
    }

    /** The person or program; only behind {@link Access#USER_READ}, {@link Access#USER_WRITE} and {@link Access#ADMIN}. */
    public UserCaller user() {
        if (caller instanceof UserCaller user) {
            return user;
        }
        throw new IllegalStateException(route.path() + " is not for users only");
    }

    /** The machine; only behind {@link Access#AGENT}. */
    public AgentCaller agent() {
        if (caller instanceof AgentCaller agent) {
            return agent;
        }
        throw new IllegalStateException(route.path() + " is not for agents only");
    }

    /** A parameter of the path, decoded. */
    public String path(String name) {
        @Nullable String value = path.get(name);
        if (value == null) {
            throw new IllegalStateException(route.path() + " has no parameter " + name);
        }
        return value;
    }

    /** A parameter of the path that is an id: what cannot be read as one does not exist. {@code kind} is the user's word for 404, such as {@code instance}. */
    public <T> T path(String name, String kind, Function<String, T> parse) {
        String value = path(name);
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException noSuchForm) {
            throw Refusal.notFound(kind, value);
        }
    }

    /** A declared query parameter; empty when the caller left it out. */
    @SuppressWarnings("unchecked") // the value was made by this query's own parse
    public <T> Optional<T> query(Query<T> query) {
        if (!route.queries().contains(query)) {
            throw new IllegalStateException(route.path() + " does not declare " + query.name());
        }
        return Optional.ofNullable((T) queries.get(query.name()));
    }

    /** A query parameter that the route declares as mandatory. */
    public <T> T required(Query<T> query) {
        return query(query).orElseThrow(() -> new IllegalStateException(query.name() + " is not declared mandatory"));
    }

    /** Which page is wanted, on routes that return pages. */
    public Page.Want page() {
        return new Page.Want(query(Page.AFTER), Math.toIntExact(query(Page.LIMIT).orElse((long) Page.LIMIT_DEFAULT)));
    }

    /** The body, on routes that take this record. */
    public <T extends Record> T body(Class<T> type) {
        if (body instanceof Body.Value(Record record)) {
            return type.cast(record);
        }
        throw new IllegalStateException(route.path() + " takes no record");
    }

    /** The body, on routes that take raw bytes. Reading beyond the route's limit throws a {@link Refusal} with 413. */
    public InputStream stream() {
        if (body instanceof Body.Stream stream) {
            return stream.stream();
        }
        throw new IllegalStateException(route.path() + " takes no raw bytes");
    }

    public Optional<String> header(String name) {
        return wire.header(name);
    }

    /** The address that the request came from, in text form. */
    public String remote() {
        return wire.remote();
    }

    /** Refuses with 412 when the caller's {@code If-Match} names another version than this one. A call without the header goes on. */
    public void requireMatch(String version) {
        Optional<String> wanted = header("If-Match");
        if (wanted.isPresent() && !EntityTags.match(wanted.get(), version)) {
            throw Refusal.of(412, "changed-meanwhile", "It was changed meanwhile: it has version " + version + " now. Look at it again.");
        }
    }

    public void requireMatch(long generation) {
        requireMatch(Long.toString(generation));
    }

    /** On routes that wait: returns when the seen generation has reached {@code ready}, when {@code wait} has passed, or at once when the caller does not ask to wait. */
    public void awaitReady(UUID about, LongSupplier seenGeneration) throws InterruptedException {
        Optional<Long> ready = query(READY);
        if (ready.isPresent()) {
            long wanted = ready.get();
            await(about, Duration.ofSeconds(query(WAIT).orElse((long) WAIT_SECONDS_MAX)), () -> seenGeneration.getAsLong() >= wanted);
        }
    }

    /**
     * Waits until the condition holds, at most so long and at most {@link #WAIT_SECONDS_MAX}. It is looked at now, whenever the {@link Bell} rings for the id, and never
     * otherwise. False when it does not hold at the end.
     */
    public boolean await(UUID about, Duration longest, BooleanSupplier holds) throws InterruptedException {
        Duration most = Duration.ofSeconds(WAIT_SECONDS_MAX);
        return bell.await(about, longest.compareTo(most) < 0 ? longest : most, holds);
    }

    /** Lets time pass; false when the director closes, so that there is no use in waiting. */
    public boolean pass(Duration time) throws InterruptedException {
        try (Bell.Listener listener = bell.listen(NOBODY)) {
            var _ = listener.await(time);
        }
        return !bell.closed();
    }

    /** Refuses with 422 when there are problems. */
    public static void check(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw Refusal.invalid(problems);
        }
    }
}
