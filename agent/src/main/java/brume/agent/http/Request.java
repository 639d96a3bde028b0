package brume.agent.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * What to ask.
 *
 * @param path path and query, no host
 * @param body empty for none, or for one that follows in chunks
 * @param patience longest silence of the other side to bear
 */
public record Request(String verb, String path, Map<String, String> headers, ByteBuffer body, Duration patience) {
    private static final String CHUNKED = "Transfer-Encoding";
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    public Request {
        headers = Map.copyOf(headers);
        body = body.asReadOnlyBuffer();
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path starts with a slash");
        }
    }

    public static Request get(String path, Duration patience) {
        return new Request("GET", path, Map.of(), NONE, patience);
    }

    /** @param json the body */
    public static Request post(String path, String json, Duration patience) {
        return new Request("POST", path, Map.of("Content-Type", "application/json"), ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)), patience);
    }

    /** @param packed the body, by gzip */
    public static Request postPacked(String path, ByteBuffer packed, Duration patience) {
        return new Request("POST", path, Map.of("Content-Type", "application/gzip"), packed, patience);
    }

    /** One whose body follows as it comes, in chunks. */
    public static Request stream(String path, Duration patience) {
        return new Request("POST", path, Map.of("Content-Type", "application/octet-stream", CHUNKED, "chunked"), NONE, patience);
    }

    public Request withHeader(String name, String value) {
        return new Request(verb, path, Map.of(name, value), body, patience);
    }

    /** Head and body as they go over the wire. */
    byte[] bytes(String host) {
        int length = body.remaining();
        StringBuilder head = new StringBuilder(256);
        head.append(verb).append(' ').append(path).append(" HTTP/1.1\r\nHost: ").append(host).append("\r\nAccept: application/json, */*\r\n");
        headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (!headers.containsKey(CHUNKED) && (length > 0 || !verb.equals("GET"))) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[start.length + length];
        System.arraycopy(start, 0, all, 0, start.length);
        body.duplicate().get(all, start.length, length);
        return all;
    }

    /** The body may hold secrets, so it is left out. */
    @Override
    public String toString() {
        return verb + " " + path;
    }
}
