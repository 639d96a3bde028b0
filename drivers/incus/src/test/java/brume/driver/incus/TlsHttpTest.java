package brume.driver.incus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.driver.DriverException;
import brume.testkit.contract.SilentServer;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsHttpTest {
    @TempDir
    private static Path folder;

    private static TestPems serverPems;
    private static TestPems clientPems;
    private static HttpsServer server;

    /** Answers with who the client is and how much it sent; hangs up on {@code /lost}. */
    @BeforeAll
    static void startServer() throws IOException, GeneralSecurityException {
        serverPems = TestPems.in(Files.createDirectory(folder.resolve("server")));
        clientPems = TestPems.in(Files.createDirectory(folder.resolve("client")));
        KeyStore keys = KeyStore.getInstance(serverPems.store().toFile(), TestPems.PASSWORD);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, TestPems.PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), new TrustManager[] {new AnyClient()}, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = getSSLContext().getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", TlsHttpTest::serve);
        server.start();
    }

    private static void serve(HttpExchange exchange) throws IOException {
        int length = exchange.getRequestBody().readAllBytes().length;
        if (exchange.getRequestURI().getPath().equals("/lost")) {
            exchange.close();
            return;
        }
        String peer = ((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName();
        String declared = exchange.getRequestHeaders().getFirst("Content-Length");
        byte[] answer = (peer + " " + exchange.getRequestMethod() + " " + length + " of " + declared).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @AfterAll
    static void stopServer() {
        server.stop(0);
    }

    @Test
    void call_carriesTheClientsCertificate() throws GeneralSecurityException, IOException {
        try (TlsHttp http = http(serverPems)) {
            assertThat(text(http.call(call("GET", "/1.0", HttpBody.NONE, ReplyLimit.JSON)))).startsWith("CN=brume-test GET 0");
        }
    }

    @Test
    void upload_isSentWithItsLength() throws GeneralSecurityException, IOException {
        Path file = Files.write(folder.resolve("upload"), new byte[300_000]);
        HttpBody body = new HttpBody("multipart/form-data", List.of(new HttpPart.Memory(new byte[] {1, 2}), new HttpPart.Disk(file, 300_000)));
        try (TlsHttp http = http(serverPems)) {
            assertThat(text(http.call(call("POST", "/1.0/images", body, ReplyLimit.JSON)))).endsWith("POST 300002 of 300002");
        }
    }

    @Test
    void emptyContent_isSentAsSuch() throws GeneralSecurityException, IOException {
        try (TlsHttp http = http(serverPems)) {
            HttpBody empty = HttpBody.of("application/octet-stream", new byte[0]);
            assertThat(text(http.call(call("POST", "/1.0/files", empty, ReplyLimit.JSON)))).endsWith("POST 0 of 0");
        }
    }

    @Test
    void longReply_isCutOrRefused() throws GeneralSecurityException, IOException {
        try (TlsHttp http = http(serverPems)) {
            HttpReply cut = http.call(call("GET", "/", HttpBody.NONE, new ReplyLimit(5, ReplyLimit.Beyond.CUT)));
            assertThat(text(cut)).isEqualTo("CN=br");
            assertThatThrownBy(() -> http.call(call("GET", "/", HttpBody.NONE, new ReplyLimit(5, ReplyLimit.Beyond.FAIL))))
                    .isInstanceOf(DriverException.Transient.class);
        }
    }

    @Test
    void serverWithAnotherCertificate_isNotSpokenTo() throws GeneralSecurityException, IOException {
        try (TlsHttp http = http(clientPems)) {
            assertThatThrownBy(() -> http.call(call("POST", "/", HttpBody.NONE, ReplyLimit.JSON))).isInstanceOf(DriverException.Unauthorized.class);
        }
    }

    @Test
    void lostReply_isOutcomeUnknownForAChangeOnly() throws GeneralSecurityException, IOException {
        try (TlsHttp http = http(serverPems)) {
            assertThatThrownBy(() -> http.call(call("POST", "/lost", HttpBody.NONE, ReplyLimit.JSON))).isInstanceOf(DriverException.OutcomeUnknown.class);
            assertThatThrownBy(() -> http.call(call("GET", "/lost", HttpBody.NONE, ReplyLimit.JSON))).isInstanceOf(DriverException.Transient.class);
        }
    }

    @Test
    void closedPort_isTransient() throws GeneralSecurityException, IOException {
        SilentServer gone = SilentServer.onPort();
        int port = gone.port();
        gone.close();
        try (TlsHttp http = http(port, serverPems)) {
            assertThatThrownBy(() -> http.call(call("POST", "/", HttpBody.NONE, ReplyLimit.JSON))).isInstanceOf(DriverException.Transient.class);
        }
    }

    @Test
    void silence_endsAtTheDeadline() throws GeneralSecurityException, IOException {
        HttpCall call = new HttpCall("POST", "/", Map.of(), HttpBody.NONE, Duration.ofMillis(100), ReplyLimit.JSON);
        try (SilentServer silent = SilentServer.onPort();
                TlsHttp http = http(silent.port(), serverPems)) {
            assertThatThrownBy(() -> http.call(call)).isInstanceOf(DriverException.OutcomeUnknown.class);
        }
    }

    private static TlsHttp http(TestPems pinned) throws GeneralSecurityException, IOException {
        return http(server.getAddress().getPort(), pinned);
    }

    private static TlsHttp http(int port, TestPems pinned) throws GeneralSecurityException, IOException {
        URI url = URI.create("https://127.0.0.1:" + port);
        Endpoint.Https endpoint = new Endpoint.Https(url, clientPems.certificate(), clientPems.key(), new Endpoint.Pin.File(pinned.certificate()));
        return new TlsHttp(url, TlsIdentity.read(endpoint));
    }

    private static HttpCall call(String method, String target, HttpBody body, ReplyLimit limit) {
        return new HttpCall(method, target, Map.of(), body, Duration.ofSeconds(20), limit);
    }

    private static String text(HttpReply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}
