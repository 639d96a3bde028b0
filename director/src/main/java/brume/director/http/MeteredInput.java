package brume.director.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;

/**
 * A body on its way in: counted, digested, refused when it is too large (413) or comes too slowly (408). Time that the reader spends between reads is not counted against the
 * client. Used by one thread.
 */
final class MeteredInput extends FilterInputStream {
    private final long bytesMax;
    private final InstantSource clock;
    private final MessageDigest digest = sha256();
    private long bytes;
    private Duration waited = Duration.ZERO;

    MeteredInput(InputStream in, long bytesMax, InstantSource clock) {
        super(in);
        this.bytesMax = bytesMax;
        this.clock = clock;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        Instant before = clock.instant();
        int count = in.read(buffer, offset, length);
        waited = waited.plus(Duration.between(before, clock.instant()));
        if (count > 0) {
            bytes += count;
            digest.update(buffer, offset, count);
        }
        if (bytes > bytesMax) {
            throw tooLarge(bytesMax);
        }
        if (Pace.tooSlow(bytes, waited)) {
            throw Refusal.of(408, "too-slow", "The body came too slowly: less than " + Limits.BODY_BYTES_PER_SECOND_MIN + " bytes per second.");
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        return readNBytes((int) Math.min(count, 8_192)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Reads what the handler left and gives the SHA-256 of all, lower-case hexadecimal. Call once. */
    String finish() throws IOException {
        byte[] buffer = new byte[16 << 10];
        while (read(buffer, 0, buffer.length) >= 0) {
            // only counted and digested
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static Refusal tooLarge(long bytesMax) {
        return Refusal.of(413, "too-large", "The body is larger than " + bytesMax + " bytes.");
    }
}
