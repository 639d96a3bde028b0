package brume.dist;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Visitors with a slow line that send one large file after the other, some in chunks and some with its length said before, over a connection that is kept. Those that are on their way at
 * the end are sent whole. Every answer that is not the file's size and SHA-256 is a failure.
 */
final class UploadLoad implements AutoCloseable {
    private static final int BYTES = 24 << 20;
    private static final int PIECE = 64 << 10;
    /** So long a file takes: longer than a node takes to come or a role to change. {@code -Dbrume.upload.seconds=240} is longer than any request may take. */
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("brume.upload.seconds", 25));

    private static final Duration PAUSE = TIME.dividedBy(BYTES / PIECE);

    private final URI page;
    private final CountDownLatch ends = new CountDownLatch(1);
    private final AtomicInteger done = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> visitors = new ArrayList<>();

    /** @param page answers a POST with the number of its bytes, a space, and their SHA-256 */
    UploadLoad(URI page, int count) {
        this.page = page;
        for (int i = 0; i < count; i++) {
            boolean inChunks = i % 2 == 1;
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(i);
            visitors.add(Thread.ofVirtual().start(() -> visit(random, inChunks)));
        }
    }

    private void visit(RandomGenerator random, boolean inChunks) {
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10)).build()) {
            byte[] file = new byte[BYTES];
            random.nextBytes(file);
            String expected = BYTES + " " + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
            while (ends.getCount() > 0) {
                BodyPublisher pieces = BodyPublishers.ofInputStream(() -> new SlowStream(file));
                BodyPublisher body = inChunks ? pieces : BodyPublishers.fromPublisher(pieces, BYTES);
                HttpRequest request = HttpRequest.newBuilder(page).timeout(TIME.plusMinutes(2)).header("Content-Type", "application/octet-stream").POST(body).build();
                send(client, request, inChunks ? "in chunks" : "with its length", expected);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this runtime has no SHA-256", e);
        }
    }

    private void send(HttpClient client, HttpRequest request, String how, String expected) throws InterruptedException {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200 || !response.body().strip().equals(expected)) {
                failures.add("a file " + how + " was answered with " + response.statusCode() + ": " + response.body().strip());
            }
            done.incrementAndGet();
        } catch (IOException e) {
            failures.add("a file " + how + " failed: " + e);
        }
    }

    int done() {
        return done.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        ends.countDown();
        try {
            for (Thread visitor : visitors) {
                visitor.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives a piece, and the next one some time later. */
    private static final class SlowStream extends InputStream {
        private final byte[] bytes;
        private final CountDownLatch never = new CountDownLatch(1);
        private int next;

        SlowStream(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return next < bytes.length ? bytes[next++] & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (next >= bytes.length) {
                return -1;
            }
            try {
                boolean _ = never.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
            int count = Math.min(Math.min(length, PIECE), bytes.length - next);
            System.arraycopy(bytes, next, into, offset, count);
            next += count;
            return count;
        }
    }
}
