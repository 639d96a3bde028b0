package brume.director.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;

/** Bytes of which more may come while somebody waits for them. */
abstract class FollowingStream extends InputStream {
    private final Idle idle;

    /** Lets time pass; false when there is no use in waiting any more. */
    @FunctionalInterface
    interface Idle {
        boolean pass(Duration time) throws InterruptedException;
    }

    FollowingStream(Idle idle) {
        this.idle = Objects.requireNonNull(idle);
    }

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public abstract int read(byte[] to, int offset, int length) throws IOException;

    /** Lets that time pass; {@link IOException} when the director closes. */
    final void await(Duration time) throws IOException {
        try {
            if (!idle.pass(time)) {
                throw new IOException("the director closes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
