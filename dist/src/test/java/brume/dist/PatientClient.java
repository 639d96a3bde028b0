package brume.dist;

import brume.testkit.contract.Patience;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whoever calls a director that may end at any moment: repeats what was not answered, under the same key. Thread-safe. */
final class PatientClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Patience PATIENCE = Patience.real(Duration.ofMinutes(2));

    private final HttpClient http;
    private final String url;
    private final Path token;

    /** @param home of the director, as root sees it */
    PatientClient(Path home) throws IOException {
        JsonNode context = JSON.readTree(home.resolve("cli.json").toFile());
        this.url = context.path("url").asText() + "/api/v1";
        this.token = Path.of(context.path("tokenFile").asText());
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(Path.of(context.path("caFile").asText())))
                .connectTimeout(Duration.ofSeconds(5))
                .build();
    }

    /** A request that changes something. {@code type} of the body, which may be empty. */
    record Change(String verb, String path, String type, HttpRequest.BodyPublisher body) {
        static Change of(String verb, String path) {
            return new Change(verb, path, "application/json", HttpRequest.BodyPublishers.noBody());
        }

        static Change of(String verb, String path, Object body) {
            try {
                return new Change(verb, path, "application/json", HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
            } catch (IOException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }

    /** An answer, or that nobody knows: the director ended in the middle of the request. */
    sealed interface Outcome {
        record Answered(int status, JsonNode body) implements Outcome {}

        record Unknown() implements Outcome {}
    }

    /** Repeats the request until there is an answer. */
    Outcome change(Change change) {
        String key = UUID.randomUUID().toString();
        return PATIENCE.untilPresent(change.path() + " is answered", () -> {
            HttpRequest.Builder request = request(change.path()).method(change.verb(), change.body()).header("Idempotency-Key", key);
            return send(change.body().contentLength() == 0 ? request : request.header("Content-Type", change.type())).flatMap(PatientClient::outcome);
        });
    }

    /** Empty when it has to be asked again. */
    private static Optional<Outcome> outcome(Outcome.Answered answer) {
        String code = answer.body().path("code").asText();
        if (answer.status() == 503 || answer.status() == 429 || code.equals("request-in-work")) {
            return Optional.empty();
        }
        return Optional.of(code.equals("outcome-unknown") ? new Outcome.Unknown() : answer);
    }

    JsonNode get(String path) {
        return PATIENCE.untilPresent(path + " is answered", () -> send(request(path).GET()).filter(a -> a.status() == 200)).body();
    }

    private HttpRequest.Builder request(String path) {
        try {
            return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(60)).header("Authorization", "Bearer " + Files.readString(token).strip());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Empty when the connection broke or there was none. */
    private Optional<Outcome.Answered> send(HttpRequest.Builder request) {
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readAllBytes();
                return Optional.of(new Outcome.Answered(response.statusCode(), bytes.length == 0 ? JSON.createObjectNode() : Objects.requireNonNull(JSON.readTree(bytes))));
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext trusting(Path ca) throws IOException {
        try (InputStream pem = Files.newInputStream(ca)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
