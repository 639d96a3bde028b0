package brume.director.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of the route table: all that the server, the authorization and the OpenAPI document need to know. Made through {@link #get}, {@link #post} and so on:
 *
 * <pre>{@code
 * Route.post("/apps", Access.USER_WRITE, "Make an application").takes(AppRequest.class).returns(202, AppView.class).to(this::create)
 * }</pre>
 *
 * @param path below the door's prefix, with parameters as {@code {app}}; a parameter matches one segment
 * @param summary one line
 * @param description what is worth saying besides; may be empty
 * @param status of success, besides 204 when the handler answers nothing
 * @param mayAnswerNothing whether 204 is an answer too
 * @param secretAnswer whether the answer holds a secret: it is kept nowhere, so the route takes no idempotency keys
 * @param audits whether calls are audited although they change nothing
 */
public record Route(
        Verb verb,
        String path,
        Access access,
        String summary,
        String description,
        List<Query<?>> queries,
        Input input,
        Output output,
        int status,
        boolean mayAnswerNothing,
        boolean secretAnswer,
        boolean audits,
        Handler handler) {
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z][A-Za-z]*)}");
    private static final Pattern PATH = Pattern.compile("(/([a-z0-9.-]+|\\{[a-z][A-Za-z]*}))+");

    public Route {
        Objects.requireNonNull(verb);
        Objects.requireNonNull(access);
        Objects.requireNonNull(summary);
        Objects.requireNonNull(description);
        queries = List.copyOf(queries);
        Objects.requireNonNull(input);
        Objects.requireNonNull(output);
        Objects.requireNonNull(handler);
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("not a path of the table: " + path);
        }
        if (status < 200 || status > 299) {
            throw new IllegalArgumentException("a route declares the status of its success: " + status);
        }
        Set<String> names = new HashSet<>(parametersOf(path));
        for (Query<?> query : queries) {
            if (!names.add(query.name())) {
                throw new IllegalArgumentException("parameter named twice: " + query.name() + " in " + path);
            }
        }
    }

    public static Draft get(String path, Access access, String summary) {
        return new Draft(Verb.GET, path, access, summary);
    }

    public static Draft post(String path, Access access, String summary) {
        return new Draft(Verb.POST, path, access, summary);
    }

    public static Draft put(String path, Access access, String summary) {
        return new Draft(Verb.PUT, path, access, summary);
    }

    public static Draft patch(String path, Access access, String summary) {
        return new Draft(Verb.PATCH, path, access, summary);
    }

    public static Draft delete(String path, Access access, String summary) {
        return new Draft(Verb.DELETE, path, access, summary);
    }

    /** The path with its door's prefix, such as {@code /api/v1/apps/{app}}. */
    public String fullPath() {
        return access.door().prefix() + path;
    }

    /** Names of the path's parameters, in order. */
    public List<String> parameters() {
        return parametersOf(path);
    }

    /** Whether calls are written to the audit trail: whatever changes something or hands much out, but not what agents say every few seconds. */
    public boolean audited() {
        return audits || (verb.mutates() && access != Access.AGENT);
    }

    private static List<String> parametersOf(String path) {
        List<String> names = new ArrayList<>();
        Matcher matcher = PARAMETER.matcher(path);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** A route being declared; {@link #to} completes it. Takes and returns nothing until told otherwise. */
    public static final class Draft {
        private final Verb verb;
        private final String path;
        private final Access access;
        private final String summary;
        private String description = "";
        private final List<Query<?>> queries = new ArrayList<>();
        private Input input = new Input.Nothing();
        private Output output = new Output.Nothing();
        private int status = 204;
        private boolean mayAnswerNothing;
        private boolean secretAnswer;
        private boolean audits;

        private Draft(Verb verb, String path, Access access, String summary) {
            this.verb = verb;
            this.path = path;
            this.access = access;
            this.summary = summary;
        }

        public Draft describe(String text) {
            description = text;
            return this;
        }

        public Draft query(Query<?>... more) {
            queries.addAll(List.of(more));
            return this;
        }

        /** Adds {@code ready} and {@code wait}; the handler calls {@link Call#awaitReady}. */
        public Draft waits() {
            return query(Call.READY, Call.WAIT);
        }

        public Draft takes(Class<? extends Record> type) {
            input = new Input.Json(type);
            return this;
        }

        public Draft takesRaw(long maxBytes, String text) {
            input = new Input.Raw(maxBytes, text);
            return this;
        }

        public Draft returns(Class<? extends Record> type) {
            return returns(200, type);
        }

        public Draft returns(int success, Class<? extends Record> type) {
            return returns(success, new Output.One(type));
        }

        public Draft returnsMany(Class<? extends Record> type) {
            return returns(200, new Output.Many(type));
        }

        /** Adds {@code after} and {@code limit}; the handler calls {@link Call#page} and answers a {@link Page}. */
        public Draft returnsPage(Class<? extends Record> type) {
            query(Page.AFTER, Page.LIMIT);
            return returns(200, new Output.Paged(type));
        }

        public Draft returnsRaw(String mediaType, String text) {
            return returns(200, new Output.Raw(mediaType, text));
        }

        public Draft returnsEvents(Class<? extends Record> type) {
            return returns(200, new Output.Events(type));
        }

        public Draft returns(int success, Output what) {
            status = success;
            output = what;
            return this;
        }

        /** The handler may also answer {@link Reply#nothing()}. */
        public Draft orNothing() {
            mayAnswerNothing = true;
            return this;
        }

        /** The answer holds a secret. */
        public Draft secretAnswer() {
            secretAnswer = true;
            return this;
        }

        /** Calls are written to the audit trail although they change nothing. */
        public Draft audits() {
            audits = true;
            return this;
        }

        public Route to(Handler handler) {
            return new Route(verb, path, access, summary, description, queries, input, output, status, mayAnswerNothing, secretAnswer, audits, handler);
        }
    }
}
