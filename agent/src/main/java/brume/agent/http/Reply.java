package brume.agent.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An answer whose body is still to be read. Close it when done; the connection is kept when the body was read to its end. Not thread-safe. */
public final class Reply implements Closeable {
    /** More than any document of a director; a longer one is refused rather than kept in a small heap. */
    private static final int TEXT_BYTES_MAX = 4 << 20;

    private final int status;
    private final Map<String, String> headers;
    private final InputStream body;
    private final Closeable release;

    Reply(int status, Map<String, String> headers, InputStream body, Closeable release) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.release = release;
    }

    public int status() {
        return status;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    public InputStream body() {
        return body;
    }

    /** The whole body as text. */
    public String text() throws IOException {
        byte[] bytes = body.readNBytes(TEXT_BYTES_MAX + 1);
        if (bytes.length > TEXT_BYTES_MAX) {
            throw new IOException("the answer is longer than " + TEXT_BYTES_MAX + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        release.close();
    }
}
