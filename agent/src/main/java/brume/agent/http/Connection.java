package brume.agent.http;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** One connection, one request at a time. Not thread-safe. */
final class Connection implements Closeable {
    private static final int BUFFER_BYTES = 16 * 1024;

    private final String host;
    private final InputStream in;
    private final OutputStream out;
    private final Closeable socket;
    private final Silence silence;

    /** Sets the longest silence of the other side that a read may meet. */
    @FunctionalInterface
    interface Silence {
        void atMost(Duration patience) throws IOException;
    }

    Connection(String host, InputStream in, OutputStream out, Closeable socket, Silence silence) {
        this.host = host;
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
        this.out = out;
        this.socket = socket;
        this.silence = silence;
    }

    /** What came back, before its body. */
    record Head(int status, Map<String, String> headers, Body body) {
        /** Whether another request may follow on the connection once the body is read. */
        boolean keeps() {
            return body.ended() && !"close".equalsIgnoreCase(headers.getOrDefault("connection", ""));
        }
    }

    Head exchange(Request request) throws IOException {
        silence.atMost(request.patience());
        out.write(request.bytes(host));
        out.flush();
        return head();
    }

    /** Sends a request whose body follows in chunks, of unknown number; {@link #head} comes after {@link Chunks#finish}. */
    Chunks begin(Request request) throws IOException {
        silence.atMost(request.patience());
        out.write(request.bytes(host));
        return new Chunks(out);
    }

    Head head() throws IOException {
        String line = Body.line(in);
        while (statusOf(line) < 200) { // 100 Continue and its kin come before the answer
            headers();
            line = Body.line(in);
        }
        int status = statusOf(line);
        Map<String, String> headers = headers();
        return new Head(status, headers, bodyOf(status, headers));
    }

    private static int statusOf(String line) throws IOException {
        if (!line.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
            throw new IOException("not an HTTP/1.1 answer");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private Map<String, String> headers() throws IOException {
        final int most = 100;
        Map<String, String> headers = new HashMap<>();
        for (String line = Body.line(in); !line.isEmpty(); line = Body.line(in)) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() == most) {
                throw new IOException("malformed headers");
            }
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
        }
        return headers;
    }

    private Body bodyOf(int status, Map<String, String> headers) throws IOException {
        if (status == 204 || status == 304) {
            return Body.ofLength(in, 0);
        }
        if (headers.getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT).endsWith("chunked")) {
            return Body.chunked(in);
        }
        String length = headers.get("content-length");
        if (length == null) {
            return Body.untilClosed(in);
        }
        if (!length.matches("[0-9]{1,18}")) {
            throw new IOException("malformed Content-Length");
        }
        return Body.ofLength(in, Long.parseLong(length));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
