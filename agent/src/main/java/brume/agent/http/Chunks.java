package brume.agent.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A body on its way out in chunks (RFC 9112 section 7.1): whole only after {@link #finish}. Every write becomes a chunk, so write much at once. Not thread-safe. */
final class Chunks extends OutputStream {
    private static final byte[] LINE_END = {'\r', '\n'};

    private final OutputStream out;

    Chunks(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        if (length == 0) {
            return; // an empty chunk would be the last
        }
        out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.write(from, offset, length);
        out.write(LINE_END);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    void finish() throws IOException {
        out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
