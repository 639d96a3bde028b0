package brume.dist;

import brume.testkit.contract.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writers that have one row after another put into a database. No row is sent twice: what was not acknowledged may or may not be there.
 */
final class LedgerLoad implements AutoCloseable {
    private final URI page;
    private final Duration pause;
    private final AtomicBoolean ends = new AtomicBoolean();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unacknowledged = new AtomicInteger();
    private final AtomicLong lastNanos = new AtomicLong(System.nanoTime());
    private final AtomicLong gapNanos = new AtomicLong();
    private final List<Thread> writers = new ArrayList<>();

    /** @param page puts {@code ?add=X} into the database and answers 200 with {@code added X} when it is there */
    LedgerLoad(URI page, int count) {
        this(page, count, Duration.ZERO);
    }

    /** @param pause of each writer after each row */
    LedgerLoad(URI page, int count, Duration pause) {
        this.page = page;
        this.pause = pause;
        for (int i = 0; i < count; i++) {
            String writer = i + "-";
            writers.add(Thread.ofVirtual().start(() -> write(writer)));
        }
    }

    private void write(String writer) {
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10)).build()) {
            for (int number = 1; !ends.get(); number++) {
                add(client, writer + number);
                Patience.real(pause).pass(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(HttpClient client, String row) throws InterruptedException {
        // not GET: the client itself would send one again when its connection breaks
        HttpRequest request = HttpRequest.newBuilder(URI.create(page + "?add=" + row))
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200 && answer.body().equals("added " + row)) {
                acknowledged.add(row);
                long now = System.nanoTime();
                long gap = now - lastNanos.getAndSet(now);
                gapNanos.accumulateAndGet(gap, Math::max);
                return;
            }
        } catch (IOException e) {
            // the answer is lost, and the row perhaps not
        }
        unacknowledged.incrementAndGet();
    }

    /** Rows that have to be in the database, as far as is known now. */
    List<String> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** The longest time without an acknowledged row since this was asked the last time. */
    Duration longestGap() {
        return Duration.ofNanos(gapNanos.getAndSet(0));
    }

    int unacknowledged() {
        return unacknowledged.get();
    }

    @Override
    public void close() {
        ends.set(true);
        try {
            for (Thread writer : writers) {
                writer.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
