package brume.director.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes answers. Thread-safe. */
final class Answers {
    private static final String JSON = "application/json";
    private static final int COPY_BYTES = 64 << 10;

    private final Edge edge;

    Answers(Edge edge) {
        this.edge = edge;
    }

    void write(Call call, Reply reply, HttpServletResponse response) throws IOException, InterruptedException {
        reply.headers().forEach(response::setHeader);
        reply.etag().ifPresent(version -> response.setHeader("ETag", EntityTags.quote(version)));
        if (unchanged(call, reply)) {
            response.setStatus(304);
            return;
        }
        response.setStatus(status(call.route(), reply));
        switch (reply.body()) {
            case Reply.Body.Nothing nothing -> {}
            case Reply.Body.Tree tree -> {
                response.setContentType(JSON);
                Json.write(tree.value(), new Pace(response.getOutputStream(), edge.clock()));
            }
            case Reply.Body.Raw(var stream, long length, String mediaType) -> {
                response.setContentLengthLong(length);
                bytes(stream, mediaType, false, response);
            }
            case Reply.Body.Flow flow -> flow(flow, response);
            case Reply.Body.Events events -> new EventWriter(edge).write(events, response);
        }
    }

    /** The answer as it is kept under an idempotency key; without a key only its status matters. */
    IdempotencyStore.Answer keep(Call call, Reply reply, boolean whole) {
        int status = status(call.route(), reply);
        return switch (reply.body()) {
            case Reply.Body.Nothing nothing -> new IdempotencyStore.Answer(status, "", reply.etag().orElse(""));
            case Reply.Body.Tree tree -> new IdempotencyStore.Answer(
                    status, whole ? new String(Json.bytes(tree.value()), StandardCharsets.UTF_8) : "", reply.etag().orElse(""));
            case Reply.Body.Raw raw -> unkept(call.route(), status);
            case Reply.Body.Flow flow -> unkept(call.route(), status);
            case Reply.Body.Events events -> throw new IllegalStateException("a mutation answers with JSON or nothing");
        };
    }

    private static IdempotencyStore.Answer unkept(Route route, int status) {
        if (route.verb().mutates()) {
            throw new IllegalStateException("a mutation answers with JSON or nothing");
        }
        return new IdempotencyStore.Answer(status, "", "");
    }

    void repeat(IdempotencyStore.Answer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        response.setHeader("Idempotency-Replayed", "true");
        if (!answer.etag().isEmpty()) {
            response.setHeader("ETag", EntityTags.quote(answer.etag()));
        }
        if (!answer.body().isEmpty()) {
            response.setContentType(JSON);
            response.getOutputStream().write(answer.body().getBytes(StandardCharsets.UTF_8));
        }
    }

    static void problem(ProblemView problem, Optional<Integer> retryAfterSeconds, HttpServletResponse response) throws IOException {
        response.setStatus(problem.status());
        response.setContentType(ProblemView.MEDIA_TYPE);
        retryAfterSeconds.ifPresent(seconds -> response.setIntHeader("Retry-After", seconds));
        if (problem.status() == 401) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"brume\"");
        }
        response.getOutputStream().write(Json.bytes(problem));
    }

    private static boolean unchanged(Call call, Reply reply) {
        Optional<String> known = call.header("If-None-Match");
        return call.route().verb() == Verb.GET && known.isPresent() && reply.etag().isPresent() && EntityTags.match(known.get(), reply.etag().get());
    }

    private static int status(Route route, Reply reply) {
        boolean empty = reply.body() instanceof Reply.Body.Nothing;
        if (empty != route.output() instanceof Output.Nothing && !(empty && route.mayAnswerNothing())) {
            throw new IllegalStateException(route.path() + " answers otherwise than it declares");
        }
        return empty ? 204 : route.status();
    }

    /** What breaks off before any of it was sent can still be told why. */
    private void flow(Reply.Body.Flow flow, HttpServletResponse response) throws IOException {
        try {
            bytes(flow.stream(), flow.mediaType(), flow.live(), response);
        } catch (IOException e) {
            if (response.isCommitted()) {
                throw e;
            }
            throw Refusal.of(502, "answer-broken", "It broke off before it was whole: " + e.getMessage() + ".");
        }
    }

    private void bytes(InputStream stream, String mediaType, boolean live, HttpServletResponse response) throws IOException {
        try (InputStream in = stream) {
            response.setContentType(mediaType);
            if (live) {
                response.flushBuffer();
            }
            OutputStream out = new Pace(response.getOutputStream(), edge.clock());
            byte[] buffer = new byte[COPY_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                if (live) {
                    out.flush();
                }
            }
        }
    }
}
