package brume.director.http;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** An answer on its way out, given up when the client takes it too slowly: a thread and a buffer are held until then. Used by one thread. */
final class Pace extends OutputStream {
    private final OutputStream out;
    private final InstantSource clock;
    private long bytes;
    private Duration waited = Duration.ZERO;

    Pace(OutputStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    /** Whether so many bytes in so much time are less than the least that a client must manage. */
    static boolean tooSlow(long bytes, Duration waited) {
        Duration counted = waited.minus(Limits.BODY_GRACE);
        return counted.isPositive() && bytes < counted.toMillis() * Limits.BODY_BYTES_PER_SECOND_MIN / 1_000;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        Instant before = clock.instant();
        out.write(buffer, offset, length);
        waited = waited.plus(Duration.between(before, clock.instant()));
        bytes += length;
        if (tooSlow(bytes, waited)) {
            throw new IOException("the client takes the answer too slowly");
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
