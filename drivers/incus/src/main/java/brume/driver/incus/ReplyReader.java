package brume.driver.incus;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads HTTP/1.1 replies (RFC 9112) from one connection, one after the other. Not thread-safe. */
final class ReplyReader {
    /** Status line and headers together; the daemons send a few hundred bytes. */
    private static final int HEAD_BYTES_MAX = 64 << 10;

    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int end;
    private boolean started;
    private boolean reusable;

    ReplyReader(InputStream in) {
        this.in = in;
    }

    /** Whether any byte of the reply that is being read has arrived. */
    boolean started() {
        return started;
    }

    /** Whether another request may follow on the connection. */
    boolean reusable() {
        return reusable && position == end;
    }

    HttpReply read(ReplyLimit limit) throws IOException {
        started = false;
        reusable = false;
        HttpReply head = head();
        while (head.status() >= 100 && head.status() < 200) {
            head = head();
        }
        boolean keep = !head.header("connection").map(v -> v.toLowerCase(Locale.ROOT).contains("close")).orElse(false);
        boolean chunked = head.header("transfer-encoding").map(v -> v.toLowerCase(Locale.ROOT).contains("chunked")).orElse(false);
        BodySink sink = new BodySink(limit);
        boolean whole;
        if (head.status() == 204 || head.status() == 304) {
            whole = true;
        } else if (chunked) {
            whole = chunks(sink);
        } else if (head.header("content-length").isPresent()) {
            whole = exactly(contentLength(head.header("content-length").get()), sink);
        } else {
            untilEnd(sink);
            whole = false;
        }
        reusable = keep && whole;
        return new HttpReply(head.status(), head.headers(), sink.bytes());
    }

    private HttpReply head() throws IOException {
        int[] budget = {HEAD_BYTES_MAX};
        String status = line(budget);
        String[] words = status.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[1-5][0-9]{2}")) {
            throw new IOException("not an HTTP/1.1 status line");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(budget); !line.isEmpty(); line = line(budget)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("not an HTTP header line");
            }
            headers.putIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        return new HttpReply(Integer.parseInt(words[1]), headers, new byte[0]);
    }

    private boolean chunks(BodySink sink) throws IOException {
        while (true) {
            String size = line(new int[] {HEAD_BYTES_MAX});
            int extension = size.indexOf(';');
            long length = hexadecimal(extension < 0 ? size : size.substring(0, extension));
            if (length == 0) {
                break;
            }
            if (!exactly(length, sink)) {
                return false;
            }
            if (!line(new int[] {HEAD_BYTES_MAX}).isEmpty()) {
                throw new IOException("chunk without its end");
            }
        }
        int[] budget = {HEAD_BYTES_MAX};
        while (!line(budget).isEmpty()) {
            // trailers say nothing that is needed
        }
        return true;
    }

    /** False when the sink wants no more and the rest was left unread. */
    private boolean exactly(long length, BodySink sink) throws IOException {
        long left = length;
        while (left > 0) {
            fill();
            int part = (int) Math.min(left, end - position);
            boolean wanted = sink.take(buffer, position, part);
            position += part;
            left -= part;
            if (!wanted) {
                return false;
            }
        }
        return true;
    }

    private void untilEnd(BodySink sink) throws IOException {
        while (position < end || more()) {
            boolean wanted = sink.take(buffer, position, end - position);
            position = end;
            if (!wanted) {
                return;
            }
        }
    }

    private String line(int[] budget) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        while (true) {
            fill();
            byte b = buffer[position++];
            if (b == '\n') {
                break;
            }
            if (--budget[0] < 0) {
                throw new IOException("head of the reply is too long");
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private void fill() throws IOException {
        if (position == end && !more()) {
            throw new EOFException("the connection ended inside a reply");
        }
    }

    private boolean more() throws IOException {
        int count = in.read(buffer, 0, buffer.length);
        position = 0;
        end = Math.max(count, 0);
        started |= count > 0;
        return count > 0;
    }

    private static long contentLength(String text) throws IOException {
        if (!text.matches("[0-9]{1,18}")) {
            throw new IOException("not a content length");
        }
        return Long.parseLong(text);
    }

    private static long hexadecimal(String text) throws IOException {
        String digits = text.strip();
        if (!digits.matches("[0-9A-Fa-f]{1,15}")) {
            throw new IOException("not a chunk size");
        }
        return Long.parseLong(digits, 16);
    }
}
