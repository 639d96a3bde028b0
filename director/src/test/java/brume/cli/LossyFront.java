package brume.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a director and passes everything on, but loses answers: the director has done what the request wanted, and the connection ends without a word. Plain HTTP, which
 * is enough on one machine.
 */
final class LossyFront implements AutoCloseable {
    private static final List<String> HEADERS = List.of("Authorization", "Content-Type", "Idempotency-Key", "If-Match");

    private final String director;
    private final HttpClient client;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String path;
    private final int losing;
    private final AtomicInteger asked = new AtomicInteger();

    /**
     * @param ca the director's authority, PEM
     * @param path of the requests whose answers are lost
     * @param losing how many of them, from the first on
     */
    LossyFront(String director, Path ca, String path, int losing) throws IOException {
        this.director = director;
        this.client = HttpClient.newBuilder().sslContext(Trust.of(Optional.of(ca))).build();
        this.path = path;
        this.losing = losing;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::pass);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Requests of the path whose answers are lost, so far. */
    int asked() {
        return asked.get();
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpResponse<byte[]> response = client.send(request(exchange), BodyHandlers.ofByteArray());
            if (exchange.getRequestURI().getPath().equals(path) && asked.incrementAndGet() <= losing) {
                return;
            }
            response.headers().firstValue("Content-Type").ifPresent(type -> exchange.getResponseHeaders().add("Content-Type", type));
            byte[] body = response.body();
            exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(director + exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        for (String header : HEADERS) {
            Optional.ofNullable(exchange.getRequestHeaders().getFirst(header)).ifPresent(value -> request.header(header, value));
        }
        return request.build();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        client.close();
    }
}
