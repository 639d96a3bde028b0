package brume.driver.incus;

import brume.core.driver.DriverException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The protocol's envelope: every JSON reply is {@code sync}, {@code async} or {@code error}, and an async one names an operation that is waited for. All calls are made in
 * one project. Thread-safe.
 */
final class IncusApi implements AutoCloseable {
    /** For calls that the daemon answers from its database; generous for a machine under load. */
    static final Duration ANSWER_MAX = Duration.ofSeconds(30);

    /** How much longer than the daemon's own limit on a wait we listen. */
    private static final Duration WAIT_GRACE = Duration.ofSeconds(10);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Status codes of operations (REST API documentation, "Status codes"): 100 to 199 go on, 200 is success, 400 and 401 are failures. */
    private static final int NOT_ENDED_FIRST = 100;

    private static final int SUCCESS = 200;
    private static final int FAILED = 400;

    private final HttpTransport transport;
    private final String project;
    private final Optional<Product> flavor;
    private volatile Optional<Server> server = Optional.empty();

    IncusApi(HttpTransport transport, String project, Optional<Product> flavor) {
        this.transport = transport;
        this.project = project;
        this.flavor = flavor;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** A path of literal and named segments: every segment is escaped. */
    static String path(String... segments) {
        StringBuilder path = new StringBuilder("/1.0");
        for (String segment : segments) {
            path.append('/').append(escaped(segment));
        }
        return path.toString();
    }

    String project() {
        return project;
    }

    /** Asked once; an upgrade of the daemon in the meantime changes nothing that is looked at. */
    Server server() {
        Optional<Server> known = server;
        if (known.isPresent()) {
            return known.get();
        }
        JsonNode metadata = done(get("/1.0", Map.of()), Subject.DAEMON);
        if (metadata.path("auth").asText().equals("untrusted")) {
            throw new DriverException.Unauthorized("the daemon does not trust our certificate", "auth: untrusted");
        }
        Server found = Server.of(metadata);
        Server named = flavor.map(f -> new Server(f, found.version(), found.name(), found.extensions())).orElse(found);
        server = Optional.of(named);
        return named;
    }

    Answer get(String path, Map<String, String> query) {
        return exchange(new HttpCall("GET", target(path, query), Map.of(), HttpBody.NONE, ANSWER_MAX, ReplyLimit.JSON)).toAnswer();
    }

    /** The metadata, or the refusal as an exception. */
    JsonNode read(String path, Map<String, String> query, Subject subject) {
        return done(get(path, query), subject);
    }

    /** Empty when it is not found. */
    Optional<JsonNode> find(String path, Map<String, String> query, Subject subject) {
        Answer answer = get(path, query);
        if (answer instanceof Answer.Refused refused && refused.code() == 404) {
            DriverException sorted = Refusals.sort(refused, subject);
            if (sorted instanceof DriverException.Rejected rejected && rejected.code().equals(subject.code())) {
                return Optional.empty();
            }
            throw sorted;
        }
        return Optional.of(done(answer, subject));
    }

    /** Makes a change and waits for its operation, if it becomes one. */
    Answer change(String method, String path, ObjectNode body, Duration patience) {
        return change(method, path, HttpBody.of("application/json", bytes(body)), Map.of(), Map.of(), patience);
    }

    Answer change(String method, String path, HttpBody body, Map<String, String> headers, Map<String, String> query, Duration patience) {
        Envelope envelope = exchange(new HttpCall(method, target(path, query), headers, body, patience.plus(ANSWER_MAX), ReplyLimit.JSON));
        return envelope.operation().map(operation -> await(operation, patience)).orElseGet(envelope::toAnswer);
    }

    /** Bytes as they are: files and logs. */
    HttpReply raw(String method, String path, Map<String, String> query, ReplyLimit limit) {
        return transport.call(new HttpCall(method, target(path, query), Map.of(), HttpBody.NONE, ANSWER_MAX, limit));
    }

    /** What a reply to {@link #raw} says that is no success. */
    static Answer.Refused refusal(HttpReply reply) {
        JsonNode body = parsed(reply.body());
        int code = Math.max(reply.status(), FAILED);
        return new Answer.Refused(code, body.path("error").asText("unexpected status " + reply.status()), Optional.empty(), retryAfter(reply));
    }

    /**
     * Waits for an operation. It goes on whatever happens to the wait, so everything that keeps us from seeing its end is {@link DriverException.OutcomeUnknown}.
     */
    Answer await(String operation, Duration patience) {
        try {
            return waited(operation, patience);
        } catch (DriverException.Transient e) {
            throw new DriverException.OutcomeUnknown("the wait for the operation was cut off", e.fact(), e);
        }
    }

    private Answer waited(String operation, Duration patience) {
        long seconds = Math.max(1, patience.plusMillis(999).toSeconds());
        String target = target(operation + "/wait", Map.of("timeout", Long.toString(seconds)));
        Duration deadline = Duration.ofSeconds(seconds).plus(WAIT_GRACE);
        Envelope envelope = exchange(new HttpCall("GET", target, Map.of(), HttpBody.NONE, deadline, ReplyLimit.JSON));
        return switch (envelope.toAnswer()) {
            case Answer.Done(JsonNode state) -> ended(operation, state);
            case Answer.Refused refused when refused.code() == 404 && refused.says("peration not found") -> throw gone(operation);
            // Incus ends a wait that takes too long with these words alone; a failure of the operation has more to say.
            case Answer.Refused refused when refused.text().equals("context deadline exceeded") ->
                ended(operation, find(operation, Map.of(), Subject.DAEMON).orElseThrow(() -> gone(operation)));
            case Answer.Refused refused -> new Answer.Refused(refused.code(), refused.text(), Optional.of(operation), refused.retryAfter());
        };
    }

    private static Answer ended(String operation, JsonNode state) {
        int code = state.path("status_code").asInt();
        if (code == SUCCESS) {
            return new Answer.Done(state);
        }
        if (code >= NOT_ENDED_FIRST && code < SUCCESS) {
            throw new DriverException.OutcomeUnknown("the operation did not end before the deadline", operation);
        }
        // The state's own code is 400 (failed) or 401 (cancelled) and must not be read as one of HTTP.
        return new Answer.Refused(FAILED, state.path("err").asText(), Optional.of(operation), Optional.empty());
    }

    private static DriverException gone(String operation) {
        return new DriverException.OutcomeUnknown("the operation is gone", operation);
    }

    static JsonNode done(Answer answer, Subject subject) {
        return switch (answer) {
            case Answer.Done done -> done.metadata();
            case Answer.Refused refused -> throw Refusals.sort(refused, subject);
        };
    }

    @Override
    public void close() {
        transport.close();
    }

    private String target(String path, Map<String, String> query) {
        StringBuilder target = new StringBuilder(path).append("?project=").append(escaped(project));
        query.forEach((name, value) -> target.append('&').append(name).append('=').append(escaped(value)));
        return target.toString();
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static byte[] bytes(ObjectNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of text and numbers can be written", e);
        }
    }

    /**
     * A reply whose body is JSON.
     *
     * @param operation path of the operation that it started
     */
    private record Envelope(int code, String error, JsonNode metadata, Optional<String> operation, Optional<Duration> retryAfter) {
        Answer toAnswer() {
            return code < 400 ? new Answer.Done(metadata) : new Answer.Refused(code, error, Optional.empty(), retryAfter);
        }
    }

    private Envelope exchange(HttpCall call) {
        HttpReply reply = transport.call(call);
        JsonNode body = parsed(reply.body());
        JsonNode metadata = body.path("metadata");
        return switch (body.path("type").asText()) {
            case "sync" -> new Envelope(SUCCESS, "", metadata, Optional.empty(), Optional.empty());
            case "async" -> new Envelope(SUCCESS, "", metadata, Optional.of(operationOf(body)), Optional.empty());
            case "error" -> {
                int code = body.path("error_code").asInt();
                yield new Envelope(code >= FAILED ? code : Math.max(reply.status(), FAILED), body.path("error").asText(), metadata, Optional.empty(), retryAfter(reply));
            }
            default -> foreign(call, reply);
        };
    }

    /** Something between us and the daemon answered, or the daemon broke off: without its envelope nobody knows whether a change was made, unless it was refused. */
    private static Envelope foreign(HttpCall call, HttpReply reply) {
        String text = call.what() + " was answered " + reply.status() + " without the protocol's envelope";
        boolean refused = (reply.status() >= FAILED && reply.status() < 500) || reply.status() == 503;
        if (!call.safe() && !refused) {
            throw new DriverException.OutcomeUnknown("the answer is not the daemon's", text);
        }
        return new Envelope(reply.status() >= FAILED ? reply.status() : 500, text, MissingNode.getInstance(), Optional.empty(), retryAfter(reply));
    }

    private static Optional<Duration> retryAfter(HttpReply reply) {
        return reply.header("retry-after").filter(v -> v.matches("[0-9]{1,6}")).map(v -> Duration.ofSeconds(Long.parseLong(v)));
    }

    /** Without the query that some versions append. */
    private static String operationOf(JsonNode body) {
        String operation = body.path("operation").asText();
        int query = operation.indexOf('?');
        return query < 0 ? operation : operation.substring(0, query);
    }

    private static JsonNode parsed(byte[] body) {
        try {
            JsonNode tree = JSON.readTree(body);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
