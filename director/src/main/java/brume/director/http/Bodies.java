package brume.director.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Takes the body of a request as its route declares it. Thread-safe. */
final class Bodies {
    private static final String SOURCE = "body";

    private final InstantSource clock;

    Bodies(InstantSource clock) {
        this.clock = clock;
    }

    /** A body, and the SHA-256 of its bytes, which reads to the end what the handler left. */
    record Taken(Call.Body body, Optional<MeteredInput> open, String known) {
        String digest() throws IOException {
            return open.isPresent() ? open.get().finish() : known;
        }
    }

    Taken take(Route route, HttpServletRequest request) throws IOException {
        return switch (route.input()) {
            case Input.Nothing nothing -> {
                refuseBody(request);
                yield new Taken(new Call.Body.Nothing(), Optional.empty(), "");
            }
            case Input.Json json -> {
                requireJson(request);
                byte[] text = all(request);
                yield new Taken(new Call.Body.Value(Json.read(text, json.type(), SOURCE)), Optional.empty(), hash(text));
            }
            case Input.Raw raw -> {
                MeteredInput input = stream(request, raw.maxBytes());
                yield new Taken(new Call.Body.Stream(input), Optional.of(input), "");
            }
        };
    }

    static String hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(MeteredInput.sha256().digest(bytes));
    }

    /** Reads on, within limits, what is still coming: a client that is cut off in the middle of sending does not see the answer. */
    static void drain(HttpServletRequest request, InstantSource clock) throws IOException {
        boolean waits = request.getHeader("Expect") != null; // it has not begun to send and need not
        if (waits || request.getContentLengthLong() > Limits.DRAIN_BYTES_MAX) {
            return;
        }
        try (MeteredInput input = new MeteredInput(request.getInputStream(), Limits.DRAIN_BYTES_MAX, clock)) {
            input.finish();
        } catch (Refusal tooMuchOrTooSlow) {
            // then it has to do without the answer
        }
    }

    private byte[] all(HttpServletRequest request) throws IOException {
        try (MeteredInput input = stream(request, Limits.JSON_BYTES_MAX)) {
            return input.readAllBytes();
        }
    }

    private MeteredInput stream(HttpServletRequest request, long bytesMax) throws IOException {
        if (request.getContentLengthLong() > bytesMax) {
            throw MeteredInput.tooLarge(bytesMax);
        }
        refuseEncoding(request);
        return new MeteredInput(request.getInputStream(), bytesMax, clock);
    }

    private static void refuseBody(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > 0 || (request.getContentLengthLong() < 0 && request.getInputStream().read() >= 0)) {
            throw Refusal.of(400, "body-not-here", "This path takes no body.");
        }
    }

    private static void refuseEncoding(HttpServletRequest request) {
        Optional<String> encoding = Optional.ofNullable(request.getHeader("Content-Encoding"));
        if (encoding.isPresent() && !encoding.get().equalsIgnoreCase("identity")) {
            throw Refusal.of(415, "unsupported-encoding", "Bodies are taken as they are, without a Content-Encoding.");
        }
    }

    private static void requireJson(HttpServletRequest request) {
        String type = Optional.ofNullable(request.getContentType()).orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!type.equals("application/json")) {
            throw Refusal.of(415, "unsupported-media-type", "The body must be application/json, not \"" + type + "\".");
        }
    }
}
