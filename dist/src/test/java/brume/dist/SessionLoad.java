package brume.dist;

import brume.testkit.contract.Patience;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Visitors that count in their sessions without a pause, over connections that are kept open. Every answer that is not the next number is a failure.
 */
final class SessionLoad implements AutoCloseable {
    private static final int FAILURES_KEPT = 20;
    private static final Duration READING = Duration.ofMillis(1_500);

    private final URI page;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger answered = new AtomicInteger();
    private final Map<String, Integer> hosts = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> visitors = new ArrayList<>();

    /** @param page answers with the number of the session's requests, the version and the name of the machine, with spaces between, and whatever else */
    SessionLoad(URI page, int count) {
        this.page = page;
        for (int i = 0; i < count; i++) {
            boolean posts = i % 2 == 1;
            Duration pause = i == 3 ? READING : Duration.ZERO; // its connection rests, and may be closed just when it speaks again
            visitors.add(Thread.ofVirtual().start(() -> visit(posts, pause)));
        }
    }

    private void visit(boolean posts, Duration pause) {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(new CookieManager())
                .connectTimeout(Duration.ofSeconds(10))
                .build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(60));
            HttpRequest next = posts ? request.POST(HttpRequest.BodyPublishers.ofString("x=" + "y".repeat(2_000))).build() : request.build();
            int expected = 1;
            while (ended.getCount() > 0) {
                expected = answer(client, next, expected) + 1;
                boolean _ = ended.await(pause.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The number that was answered, or that should have been. */
    private int answer(HttpClient client, HttpRequest request, int expected) throws InterruptedException {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            answered.incrementAndGet();
            List<String> words = List.of(response.body().strip().split(" ", 4));
            String number = words.getFirst();
            hosts.merge(words.size() > 2 ? words.get(2) : "", 1, Integer::sum);
            if (response.statusCode() == 200 && number.matches("\\d+")) {
                if (Integer.parseInt(number) != expected) {
                    fail(request.method() + " counted " + number + " instead of " + expected + ": " + response.body().strip());
                }
                return Integer.parseInt(number);
            }
            fail(request.method() + " was answered with " + response.statusCode());
        } catch (IOException e) {
            fail(request.method() + " failed: " + e);
        }
        return expected;
    }

    private void fail(String what) {
        if (failures.size() < FAILURES_KEPT) {
            failures.add(what);
        }
    }

    int answered() {
        return answered.get();
    }

    /** How many of the next {@code count} answers come from which machine. */
    Map<String, Integer> spread(int count) {
        hosts.clear();
        Patience.real(Duration.ofMinutes(2)).until("enough answers", () -> hosts.values().stream().mapToInt(Integer::intValue).sum() >= count);
        return Map.copyOf(hosts);
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        ended.countDown();
        try {
            for (Thread visitor : visitors) {
                visitor.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
