package brume.driver.incus;

import brume.testkit.contract.SilentServer;
import brume.testkit.contract.Topic;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;

/** The daemon over HTTPS, as a client that it trusts for the tests' project only. */
record HttpsReach(Endpoint.Https endpoint) implements IncusUnderTest.Reach {
    /** Empty when no daemon that may be changed is named; {@code src/test/scripts/trust-client.sh} prepares one and prints the names. */
    static Optional<HttpsReach> fromEnvironment() {
        return TestSite.find("BRUME_TEST_URL").map(url -> new HttpsReach(new Endpoint.Https(
                URI.create(url),
                path("BRUME_TEST_CERTIFICATE"),
                path("BRUME_TEST_KEY"),
                new Endpoint.Pin.File(path("BRUME_TEST_SERVER_CERTIFICATE")))));
    }

    private static Path path(String name) {
        return TestSite.find(name).map(Path::of).orElseThrow(() -> new AssertionError("BRUME_TEST_URL is set, but " + name + " is not"));
    }

    @Override
    public HttpTransport daemon() {
        return http(endpoint);
    }

    @Override
    public HttpTransport nobody() {
        SilentServer gone = SilentServer.onPort();
        int port = gone.port();
        gone.close();
        return http(at(port));
    }

    @Override
    public HttpTransport mute() {
        SilentServer server = SilentServer.onPort();
        return BentTransport.closing(http(at(server.port())), server);
    }

    @Override
    public HttpTransport losing() {
        return BentTransport.losingAnswers(daemon());
    }

    @Override
    public Optional<HttpTransport> stranger() {
        try {
            TestPems pems = TestPems.in(Files.createTempDirectory("brume-stranger"));
            return Optional.of(http(new Endpoint.Https(endpoint.url(), pems.certificate(), pems.key(), endpoint.server())));
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError("no certificate for the stranger", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public Map<Topic, String> optOuts() {
        return Map.of();
    }

    private Endpoint.Https at(int port) {
        return new Endpoint.Https(URI.create("https://127.0.0.1:" + port), endpoint.certificate(), endpoint.key(), endpoint.server());
    }

    private static HttpTransport http(Endpoint.Https endpoint) {
        try {
            return new TlsHttp(endpoint.url(), TlsIdentity.read(endpoint));
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError("the certificates of the tests cannot be used", e);
        }
    }
}
