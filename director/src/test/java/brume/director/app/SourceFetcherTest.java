package brume.director.app;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.director.blob.BlobStore;
import brume.director.db.Database;
import brume.director.db.TestDatabases;
import brume.director.manifest.Source;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class SourceFetcherTest {
    private static final Place PLACE = new Place("shop.json", 3, 5, "/Services/0/Archive");
    private static final SourceFetcher.Limits PATIENT =
            new SourceFetcher.Limits(Duration.ofMillis(1), Duration.ofSeconds(40), Duration.ofSeconds(50), 100);
    private static final SourceFetcher.Limits HASTY =
            new SourceFetcher.Limits(Duration.ofMillis(1), Duration.ofMillis(300), Duration.ofMillis(500), 100);

    @TempDir
    Path home;

    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private Database database;
    private BlobStore blobs;
    private HttpServer server;
    private ExecutorService threads;

    @BeforeEach
    void open() throws IOException {
        database = TestDatabases.open();
        blobs = new BlobStore(home, database, InstantSource.system());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void close() {
        over.countDown();
        server.stop(0);
        threads.close();
        database.close();
    }

    private static boolean all(InetAddress address) {
        return true;
    }

    private void serve(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            asked.incrementAndGet();
            try (exchange) {
                handler.handle(exchange);
            }
        });
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void redirect(String path, String to) {
        serve(path, exchange -> {
            exchange.getResponseHeaders().add("Location", to);
            answer(exchange, 302, "");
        });
    }

    private SourceFetcher.Fetched fetch(String url, Predicate<InetAddress> admitted, SourceFetcher.Limits limits) throws InterruptedException {
        SourceFetcher fetcher = new SourceFetcher(blobs, admitted, System::nanoTime, limits);
        return fetcher.fetch(new Source.Url(URI.create(url), PLACE), fetcher.deadline());
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private String text(SourceFetcher.Fetched fetched) throws IOException {
        return switch (fetched) {
            case SourceFetcher.Fetched.Good good -> {
                try (InputStream in = blobs.open(good.blob().digest())) {
                    yield new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
            case SourceFetcher.Fetched.Bad bad -> throw new AssertionError(bad.problem().text());
        };
    }

    /** The mistake, at its place, with nothing left on the disk. */
    private Problem problem(SourceFetcher.Fetched fetched) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
        return switch (fetched) {
            case SourceFetcher.Fetched.Good good -> throw new AssertionError("it was fetched");
            case SourceFetcher.Fetched.Bad bad -> {
                assertThat(bad.problem().place()).contains(PLACE);
                yield bad.problem();
            }
        };
    }

    @Test
    void whatIsThere_isFetched() throws Exception {
        serve("/a", exchange -> answer(exchange, 200, "abc"));

        assertThat(text(fetch(url("/a"), SourceFetcherTest::all, PATIENT))).isEqualTo("abc");
    }

    @Test
    void whatIsNotThere_isAskedForOnce() throws Exception {
        serve("/a", exchange -> answer(exchange, 404, ""));

        Problem problem = problem(fetch(url("/a"), SourceFetcherTest::all, PATIENT));

        assertThat(problem.code()).isEqualTo("not-fetched");
        assertThat(problem.text()).contains("it answered 404");
        assertThat(asked).hasValue(1);
    }

    @Test
    void busyServer_isAskedAgain() throws Exception {
        serve("/a", exchange -> answer(exchange, asked.get() < 3 ? 503 : 200, "abc"));

        assertThat(text(fetch(url("/a"), SourceFetcherTest::all, PATIENT))).isEqualTo("abc");
        assertThat(asked).hasValue(3);
    }

    @Test
    void cutBody_isAskedForAgain() throws Exception {
        serve("/a", exchange -> {
            exchange.sendResponseHeaders(200, 3);
            exchange.getResponseBody().write((asked.get() == 1 ? "a" : "abc").getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        });

        assertThat(text(fetch(url("/a"), SourceFetcherTest::all, PATIENT))).isEqualTo("abc");
    }

    @Test
    void bodyThatStalls_endsAtTheDeadline() throws Exception {
        serve("/a", exchange -> {
            exchange.sendResponseHeaders(200, 50);
            exchange.getResponseBody().write('a');
            exchange.getResponseBody().flush();
            await();
        });

        Problem problem = problem(fetch(url("/a"), SourceFetcherTest::all, HASTY));

        assertThat(problem.code()).isEqualTo("not-fetched");
        assertThat(problem.text()).contains("in time");
    }

    @Test
    void answerThatDoesNotBegin_endsAtTheDeadline() throws Exception {
        serve("/a", exchange -> await());

        assertThat(problem(fetch(url("/a"), SourceFetcherTest::all, HASTY)).text()).contains("it did not answer in time");
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void manyStalledSources_endAtTheDeadlineOfAll() throws Exception {
        serve("/a", exchange -> await());
        AtomicInteger seconds = new AtomicInteger();
        SourceFetcher fetcher = new SourceFetcher(blobs, SourceFetcherTest::all, () -> Duration.ofSeconds(seconds.get()).toNanos(), PATIENT);
        Deadline all = fetcher.deadline();
        seconds.set(50);

        SourceFetcher.Fetched late = fetcher.fetch(new Source.Url(URI.create(url("/a")), PLACE), all);

        assertThat(problem(late).text()).contains("the other sources took all the time");
        assertThat(asked).hasValue(0);
    }

    @Test
    void announcedTooLarge_isRefusedAtOnce() throws Exception {
        serve("/a", exchange -> answer(exchange, 200, "a".repeat(101)));

        assertThat(problem(fetch(url("/a"), SourceFetcherTest::all, PATIENT)).code()).isEqualTo("too-large");
        assertThat(asked).hasValue(1);
    }

    @Test
    void unannouncedTooLarge_isRefusedWhileItArrives() throws Exception {
        serve("/a", exchange -> {
            exchange.sendResponseHeaders(200, 0); // in chunks
            exchange.getResponseBody().write("a".repeat(101).getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            await();
        });

        assertThat(problem(fetch(url("/a"), SourceFetcherTest::all, PATIENT)).code()).isEqualTo("too-large");
        assertThat(asked).hasValue(1);
    }

    @Test
    void redirect_isFollowed() throws Exception {
        redirect("/a", "/b");
        serve("/b", exchange -> answer(exchange, 200, "abc"));

        assertThat(text(fetch(url("/a"), SourceFetcherTest::all, PATIENT))).isEqualTo("abc");
    }

    @Test
    void redirectToARefusedHost_isNotFollowed() throws Exception {
        redirect("/a", "http://127.0.0.2:" + server.getAddress().getPort() + "/b");

        Problem problem = problem(fetch(url("/a"), address -> !address.getHostAddress().equals("127.0.0.2"), PATIENT));

        assertThat(problem.code()).isEqualTo("private-host");
        assertThat(problem.text()).contains("127.0.0.2", "fetch.private=true");
        assertThat(asked).hasValue(1);
    }

    @Test
    void heldAddress_isTheOneConnectedTo() throws Exception {
        serve("/a", exchange -> answer(exchange, 200, "abc"));
        try (HeldNames.Hold name = HeldNames.EVERYWHERE.hold("held-shop.invalid")) {
            name.settle(List.of(InetAddress.getLoopbackAddress()));

            assertThat(text(fetch(url("/a").replace("127.0.0.1", "held-shop.invalid"), SourceFetcherTest::all, PATIENT))).isEqualTo("abc");
        }
    }

    /** Java remembers the first answer, and the resolver has another one by now: which of them the client would get, nobody can say. */
    @Test
    void nameWithAnotherAddressThanTheChecked_isNotConnectedTo() throws Exception {
        serve("/a", exchange -> answer(exchange, 200, "abc"));
        try (HeldNames.Hold name = HeldNames.EVERYWHERE.hold("moving-shop.invalid")) {
            InetAddress other = InetAddress.getByName("127.0.0.2");
            name.settle(List.of(other));
            assertThat(InetAddress.getAllByName("moving-shop.invalid")).containsExactly(other);
        }
        try (HeldNames.Hold name = HeldNames.EVERYWHERE.hold("moving-shop.invalid")) {
            name.settle(List.of(InetAddress.getLoopbackAddress()));

            Problem problem = problem(fetch(url("/a").replace("127.0.0.1", "moving-shop.invalid"), SourceFetcherTest::all, PATIENT));

            assertThat(problem.text()).contains("its host has other addresses every time");
            assertThat(asked).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "http://user:word@127.0.0.1/", "http:/nowhere", "%"})
    void redirectToWhatIsNotFetched_isNotFollowed(String to) throws Exception {
        redirect("/a", to);

        assertThat(problem(fetch(url("/a"), SourceFetcherTest::all, PATIENT)).code()).isEqualTo("not-fetched");
        assertThat(asked).hasValue(1);
    }

    @Test
    void redirectsInACircle_end() throws Exception {
        redirect("/a", "/a");

        assertThat(problem(fetch(url("/a"), SourceFetcherTest::all, PATIENT)).text()).contains("redirected more than 5 times");
        assertThat(asked).hasValue(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "127.0.0.1", "127.8.9.1", "localhost", "2130706433", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255",
        "[::1]", "[::]", "[fe80::1]", "[fd00::1]", "[ff02::1]", "[::ffff:127.0.0.1]", "[64:ff9b::a00:1]", "[2002:7f00:1::]"
    })
    void privateHost_isRefusedByDefault(String host) throws Exception {
        serve("/a", exchange -> answer(exchange, 200, "abc"));

        Problem problem = problem(fetch("http://" + host + ":" + server.getAddress().getPort() + "/a", PublicAddresses::include, PATIENT));

        assertThat(problem.code()).isEqualTo("private-host");
        assertThat(asked).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "192.0.1.1", "2001:4860:4860::8888", "64:ff9b::808:808"})
    void addressOfTheInternet_isPublic(String address) throws Exception {
        assertThat(PublicAddresses.include(InetAddress.getByName(address))).isTrue();
    }
}
