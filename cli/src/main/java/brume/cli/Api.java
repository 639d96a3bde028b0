package brume.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Calls of the director's HTTP API. What goes wrong becomes a {@link CliException} with the director's own words. */
final class Api {
    static final ObjectMapper JSON = new ObjectMapper();

    /** Longer than the director holds a waiting request. */
    private static final Duration CALL = Duration.ofSeconds(90);

    /** Longer than the director fetches a manifest's URLs and looks its archives through. */
    private static final Duration DEPLOYMENT = Duration.ofMinutes(10);

    /** Times that a request with a key is sent again when its answer was lost. */
    private static final int REPEATS = 3;

    /** Between two questions for the answer of a request that is still in work. */
    private static final Duration IN_WORK = Duration.ofSeconds(1);

    /** For what takes as long as the bytes take. */
    private static final Duration TRANSFER = Duration.ofHours(1);

    /** As many as the director gives at once. */
    private static final int PAGE_ROWS = 5000;

    private final Context context;
    private final HttpClient client;
    private final Optional<String> version;

    Api(Context context) {
        this(context, client(context), Optional.empty());
    }

    private Api(Context context, HttpClient client, Optional<String> version) {
        this.context = context;
        this.client = client;
        this.version = version;
    }

    /** The same, for changes of a thing that must have this version still. */
    Api ifMatch(String wanted) {
        return new Api(context, client, Optional.of(wanted));
    }

    private static HttpClient client(Context context) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .sslContext(Trust.of(context.ca()))
                .build();
    }

    String url() {
        return context.url();
    }

    JsonNode get(String path) {
        return tree(send(request(path, CALL).GET().build()));
    }

    /** All rows of a list that comes in pages. {@code path} may have a query already. */
    ArrayNode all(String path) {
        ArrayNode all = JSON.createArrayNode();
        String base = path + (path.contains("?") ? "&" : "?") + "limit=" + PAGE_ROWS;
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            JsonNode page = get(after.get().isEmpty() ? base : base + "&after=" + escape(after.get()));
            page.path("items").forEach(all::add);
            after = Optional.of(page.path("next")).filter(JsonNode::isTextual).map(JsonNode::asText);
        }
        return all;
    }

    JsonNode post(String path, Object body) {
        return tree(send(json(path, "POST", body, CALL).build()));
    }

    /** For what takes long and changes nothing. */
    JsonNode postLong(String path, Object body) {
        return tree(send(json(path, "POST", body, DEPLOYMENT).build()));
    }

    /** For what takes long and must be done once: sent again when the answer is lost. {@code key} is this request's alone. */
    JsonNode postOnce(String path, Object body, String key) {
        HttpRequest request = json(path, "POST", body, DEPLOYMENT).header("Idempotency-Key", key).build();
        int lost = 0;
        for (int asked = 0; asked < DEPLOYMENT.toSeconds(); asked++) {
            try {
                HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                if (response.statusCode() != 409 || !response.body().contains("\"request-in-work\"")) {
                    return tree(good(response));
                }
                // Nothing counts this latch down: it is a pause that an interrupt can end.
                new CountDownLatch(1).await(IN_WORK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ConnectException | HttpTimeoutException e) {
                throw unreachable(e);
            } catch (IOException e) {
                lost++;
                if (lost > REPEATS) {
                    throw unreachable(e);
                }
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
        throw CliException.of(ExitCode.TIMEOUT, "The director is still at it after " + DEPLOYMENT.toMinutes() + " minutes; 'brume app list' shows what became of it.");
    }

    /** For what needs no more than its path. */
    JsonNode post(String path) {
        return tree(send(request(path, CALL).POST(BodyPublishers.noBody()).build()));
    }

    JsonNode put(String path, Object body) {
        return tree(send(json(path, "PUT", body, CALL).build()));
    }

    JsonNode patch(String path, Object body) {
        return tree(send(json(path, "PATCH", body, CALL).build()));
    }

    JsonNode delete(String path) {
        return tree(send(request(path, CALL).DELETE().build()));
    }

    /** Sends a file as it is. */
    JsonNode upload(String method, String path, Path file) {
        try {
            BodyPublisher body = BodyPublishers.ofFile(file);
            return tree(send(
                    request(path, TRANSFER).method(method, body).header("Content-Type", "application/octet-stream").build()));
        } catch (FileNotFoundException e) {
            throw CliException.of(ExitCode.USAGE, "There is no file " + file + ".");
        }
    }

    /** Keeps what a stream brings for a later request; its digest. The stream is read once, so nothing is sent again. */
    String upload(InputStream stream) {
        return tree(send(request("/blobs", TRANSFER)
                        .PUT(BodyPublishers.ofInputStream(() -> stream))
                        .header("Content-Type", "application/octet-stream")
                        .build()))
                .path("digest")
                .asText();
    }

    /** Lets a moment pass between two questions. */
    static void pause() {
        try {
            // Nothing counts this latch down: it is a pause that an interrupt can end.
            new CountDownLatch(1).await(IN_WORK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Streams an answer; the caller closes it. */
    InputStream download(String path) {
        HttpResponse<InputStream> response = sendFor(request(path, TRANSFER).GET().build(), BodyHandlers.ofInputStream());
        if (response.statusCode() >= 300) {
            try (InputStream in = response.body()) {
                throw refusal(response.statusCode(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw unreachable(e);
            }
        }
        return response.body();
    }

    /** One segment of a path or one value of a query, escaped. */
    static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path, Duration timeout) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(context.url() + "/api/v1" + path))
                .timeout(timeout)
                .header("Accept", "application/json");
        Optional<String> token = context.token();
        version.ifPresent(v -> request.header("If-Match", '"' + v + '"'));
        token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
        return request;
    }

    private HttpRequest.Builder json(String path, String method, Object body, Duration timeout) {
        try {
            return request(path, timeout)
                    .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .header("Content-Type", "application/json");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON", e);
        }
    }

    private String send(HttpRequest request) {
        return good(sendFor(request, BodyHandlers.ofString()));
    }

    private static String good(HttpResponse<String> response) {
        if (response.statusCode() >= 300) {
            throw refusal(response.statusCode(), response.body());
        }
        return response.body();
    }

    private <T> HttpResponse<T> sendFor(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static CliException interrupted() {
        Thread.currentThread().interrupt();
        return CliException.of(ExitCode.FAILED, "Interrupted.");
    }

    private CliException unreachable(IOException e) {
        String why = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
        return CliException.of(
                ExitCode.UNREACHABLE, "The director at " + context.url() + " cannot be reached: " + why, "Is it up? 'brume doctor' looks for the cause.");
    }

    private static JsonNode tree(String body) {
        try {
            return body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw CliException.of(ExitCode.UNREACHABLE, "What answered is not a director: " + e.getOriginalMessage());
        }
    }

    /** RFC 9457 problem documents list every mistake; each becomes a line. */
    private static CliException refusal(int status, String body) {
        List<String> lines = new ArrayList<>();
        try {
            JsonNode problem = JSON.readTree(body);
            lines.add(problem.path("detail").asText(problem.path("title").asText("The director answered " + status + ".")));
            JsonNode problems = problem.path("problems");
            if (problems.size() > 1 || problems.path(0).hasNonNull("place")) {
                lines.clear();
                problems.forEach(p -> lines.add(line(p)));
            }
        } catch (JsonProcessingException e) {
            lines.add("The director answered " + status + ".");
        }
        if (status == 401) {
            lines.add("Log in with 'brume login'.");
        }
        return new CliException(status == 401 ? ExitCode.UNREACHABLE : ExitCode.REFUSED, lines);
    }

    /** {@code manifest.json:3:5: text}, as compilers do, so that editors can jump there. */
    static String line(JsonNode problem) {
        JsonNode place = problem.path("place");
        StringBuilder at = new StringBuilder();
        if (place.path("line").asInt() > 0) {
            at.append(place.path("source").asText()).append(':').append(place.path("line").asInt()).append(':').append(place.path("column").asInt()).append(": ");
        } else if (!place.path("pointer").asText("").isEmpty()) {
            at.append(place.path("pointer").asText()).append(": ");
        }
        return at + problem.path("text").asText();
    }
}
