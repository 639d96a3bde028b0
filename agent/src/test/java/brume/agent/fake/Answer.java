package brume.agent.fake;

import brume.json.Json;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a request is answered. */
final class Answer {
    private final int status;
    private final byte[] body;

    Answer(int status, byte[] body) {
        this.status = status;
        this.body = body;
    }

    static Answer of(int status, Object record) {
        return new Answer(status, Json.write(record).getBytes(StandardCharsets.UTF_8));
    }

    static Answer of(int status) {
        return new Answer(status, new byte[0]);
    }

    void send(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    /** With a byte changed. */
    Answer corrupted() {
        byte[] other = body.clone();
        other[other.length / 2] ^= 1;
        return new Answer(status, other);
    }

    /** The first half, and then nothing more. */
    void sendHalf(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body, 0, body.length / 2);
        exchange.getResponseBody().flush();
    }
}
