package brume.agent.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of an answer, cut out of the connection's stream as its headers say: by length, in chunks (RFC 9112 section 7.1), or until the other side closes. Ends early only
 * by {@link EOFException}, so a cut body is never taken for a whole one.
 */
final class Body extends InputStream {
    /** Left when the length is told by chunks that have not come yet, or by the end of the connection. */
    private static final long UNTIL_CLOSED = -1;

    private final InputStream in;
    private final boolean chunked;
    private long left;
    private boolean ended;

    private Body(InputStream in, boolean chunked, long left) {
        this.in = in;
        this.chunked = chunked;
        this.left = left;
        this.ended = !chunked && left == 0;
    }

    static Body ofLength(InputStream in, long length) {
        return new Body(in, false, length);
    }

    static Body chunked(InputStream in) {
        return new Body(in, true, 0);
    }

    static Body untilClosed(InputStream in) {
        return new Body(in, false, UNTIL_CLOSED);
    }

    /** Whether all of it was read, so that the next answer can follow on the same connection. */
    boolean ended() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        if (chunked && left == 0 && !nextChunk()) {
            return -1;
        }
        int wanted = left == UNTIL_CLOSED ? length : (int) Math.min(left, length);
        int n = in.read(to, offset, wanted);
        if (n < 0) {
            ended = left == UNTIL_CLOSED;
            if (!ended) {
                throw new EOFException("the director closed the connection within an answer");
            }
            return -1;
        }
        if (left != UNTIL_CLOSED) {
            left -= n;
            endOfPart();
        }
        return n;
    }

    private void endOfPart() throws IOException {
        if (left > 0) {
            return;
        }
        if (!chunked) {
            ended = true;
        } else if (!line(in).isEmpty()) {
            throw new IOException("a chunk is longer than it said");
        }
    }

    private boolean nextChunk() throws IOException {
        String line = line(in);
        int end = line.indexOf(';');
        String size = (end < 0 ? line : line.substring(0, end)).trim();
        if (!size.matches("[0-9a-fA-F]{1,15}")) {
            throw new IOException("a chunk without a size");
        }
        left = Long.parseLong(size, 16);
        if (left > 0) {
            return true;
        }
        boolean trailers = true;
        while (trailers) {
            trailers = !line(in).isEmpty(); // they mean nothing to us
        }
        ended = true;
        return false;
    }

    /** One line without its end; ISO 8859-1; {@link EOFException} when the stream ends first. */
    static String line(InputStream in) throws IOException {
        final int longest = 16 * 1024;
        StringBuilder line = new StringBuilder(64);
        while (true) {
            int c = in.read();
            if (c < 0) {
                throw new EOFException("the connection was closed");
            }
            if (c == '\n') {
                int end = line.length();
                return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
            }
            if (line.length() == longest) {
                throw new IOException("a header longer than " + longest + " characters");
            }
            line.append((char) c);
        }
    }
}
