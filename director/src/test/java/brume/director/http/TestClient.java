package brume.director.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A client of a director over real TLS. */
public record TestClient(
        Served director, HttpClient http, SSLContext tls, List<String> headers, Optional<AgentKey> key, String certificatePem) {
    private static final char[] NO_PASSWORD = {};

    public static TestClient of(Served director, String caPem) {
        return of(director, context(caPem, Optional.empty(), ""), Optional.empty(), "");
    }

    public static TestClient of(Served director, String caPem, AgentKey key, String certificatePem) {
        return of(director, context(caPem, Optional.of(key), certificatePem), Optional.of(key), certificatePem);
    }

    private static TestClient of(Served director, SSLContext tls, Optional<AgentKey> key, String certificatePem) {
        HttpClient http = HttpClient.newBuilder().sslContext(tls).connectTimeout(Duration.ofSeconds(10)).build();
        return new TestClient(director, http, tls, List.of(), key, certificatePem);
    }

    /** The same caller over new connections. */
    TestClient reconnected() {
        return of(director, director.caPem(), key.orElseThrow(), certificatePem);
    }

    /** The same key and certificate, calling another director. */
    TestClient trusting(Served other) {
        return of(other, other.caPem(), key.orElseThrow(), certificatePem);
    }

    public TestClient token(String token) {
        return header("Authorization", "Bearer " + token);
    }

    public TestClient header(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name);
        more.add(value);
        return new TestClient(director, http, tls, List.copyOf(more), key, certificatePem);
    }

    /** An answer with its body read. */
    public record Answer(HttpResponse<byte[]> response) {
        public int status() {
            return response.statusCode();
        }

        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            try {
                return Json.MAPPER.readTree(response.body());
            } catch (IOException e) {
                throw new IllegalStateException(text(), e);
            }
        }

        public Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    /** Just the status, for answers that may be streams. */
    public int status(HttpRequest.Builder request) {
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            response.body().close();
            return response.statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A path at a door that it need not belong to. */
    public Answer at(Door door, String path) {
        return sendOnly(HttpRequest.newBuilder(URI.create(director.url(door) + path)).GET().build());
    }

    /** Without holding it against the document. */
    public Answer fetch(String path) {
        return sendOnly(request(path).GET().build());
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    public Answer post(String path) {
        return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
    }

    public Answer post(String path, String json) {
        return send("POST", path, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    public Answer send(String method, String path, String mediaType, byte[] body) {
        return send(request(path).header("Content-Type", mediaType).method(method, HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /** Sends, and holds the answer against the OpenAPI document. */
    public Answer send(HttpRequest.Builder request) {
        Answer answer = sendOnly(request.build());
        if (!answer.response().request().method().equals("HEAD")) {
            List<String> violations = director.contract().violations(
                    answer.response().request().method(),
                    answer.response().uri().getRawPath(),
                    answer.status(),
                    answer.header("Content-Type"),
                    answer.text());
            assertThat(violations).as(answer.response() + " " + answer.text()).isEmpty();
        }
        return answer;
    }

    private Answer sendOnly(HttpRequest request) {
        try {
            return new Answer(http.send(request, HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<InputStream> open(String path) throws IOException, InterruptedException {
        return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** {@code path} with its door's prefix. */
    public HttpRequest.Builder request(String path) {
        Door door = path.startsWith(Door.AGENT.prefix()) ? Door.AGENT : Door.API;
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(director.url(door) + path)).timeout(Duration.ofSeconds(90));
        return headers.isEmpty() ? builder : builder.headers(headers.toArray(String[]::new));
    }

    private static SSLContext context(String caPem, Optional<AgentKey> key, String certificatePem) {
        try {
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            anchors.setCertificateEntry("ca", certificate(caPem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(anchors);
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            if (key.isPresent()) {
                own.setKeyEntry("agent", key.get().pair().getPrivate(), NO_PASSWORD, new Certificate[] {certificate(certificatePem)});
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(own, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Certificate certificate(String pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
