package brume.driver.incus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/**
 * An HTTPS listener in front of a daemon's socket, for a daemon that has none of its own and is not ours to change. It does what the daemons do: every client may connect,
 * and what an unknown one asks for is forbidden. Everything else is the real daemon's.
 */
final class HttpsFront implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final byte[] FORBIDDEN =
            "{\"type\":\"error\",\"status\":\"\",\"error_code\":403,\"error\":\"not authorized\",\"metadata\":null}".getBytes(StandardCharsets.UTF_8);

    private final HttpsServer server;
    private final UnixHttp daemon;
    private final X509Certificate known;

    private HttpsFront(HttpsServer server, UnixHttp daemon, X509Certificate known) {
        this.server = server;
        this.daemon = daemon;
        this.known = known;
    }

    /**
     * @param own the listener's certificate
     * @param client PEM file of the certificate of the one client that is known
     */
    static HttpsFront open(Path socket, TestPems own, Path client) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(own.store().toFile(), TestPems.PASSWORD);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, TestPems.PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), new TrustManager[] {new AnyClient()}, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        HttpsFront front = new HttpsFront(server, new UnixHttp(socket), PemFiles.certificates(client).getFirst());
        server.createContext("/", front::serve);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return front;
    }

    URI url() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Certificate[] chain = ((HttpsExchange) exchange).getSSLSession().getPeerCertificates();
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!chain[0].equals(known)) {
                exchange.sendResponseHeaders(403, FORBIDDEN.length);
                exchange.getResponseBody().write(FORBIDDEN);
                return;
            }
            HttpReply reply = daemon.call(forwarded(exchange, body));
            reply.headers().forEach((name, value) -> {
                if (!name.equals("content-length") && !name.equals("transfer-encoding") && !name.equals("date")) {
                    exchange.getResponseHeaders().set(name, value);
                }
            });
            exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
            exchange.getResponseBody().write(reply.body());
        }
    }

    private static HttpCall forwarded(HttpExchange exchange, byte[] content) {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith("x-")) {
                headers.put(name, values.getFirst());
            }
        });
        List<String> types = exchange.getRequestHeaders().getOrDefault("Content-Type", List.of());
        HttpBody body = types.isEmpty() ? HttpBody.NONE : HttpBody.of(types.getFirst(), content);
        return new HttpCall(exchange.getRequestMethod(), exchange.getRequestURI().toString(), headers, body, PATIENCE, ReplyLimit.JSON);
    }

    @Override
    public void close() {
        server.stop(0);
        daemon.close();
    }
}
