package brume.driver.incus;

import brume.testkit.contract.SilentServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/** The daemon over HTTPS with a client certificate. */
record HttpsReach(Endpoint.Https endpoint) implements IncusUnderTest.Reach {
    /**
     * The daemon's own listener where one is named, by {@code BRUME_TEST_URL} and its fellows; {@code src/test/scripts/trust-client.sh} prepares a daemon that may be
     * changed and prints them. Otherwise a listener of the tests in front of the daemon's socket, which lives as long as the test run.
     */
    static HttpsReach to(Path socket) {
        return TestSite.find("BRUME_TEST_URL").map(HttpsReach::named).orElseGet(() -> fronted(socket));
    }

    private static HttpsReach named(String url) {
        return new HttpsReach(new Endpoint.Https(
                URI.create(url),
                path("BRUME_TEST_CERTIFICATE"),
                path("BRUME_TEST_KEY"),
                new Endpoint.Pin.File(path("BRUME_TEST_SERVER_CERTIFICATE"))));
    }

    private static HttpsReach fronted(Path socket) {
        try {
            TestPems client = TestPems.in(Files.createTempDirectory("brume-client"));
            TestPems server = TestPems.in(Files.createTempDirectory("brume-front"));
            HttpsFront front = HttpsFront.open(socket, server, client.certificate());
            return new HttpsReach(
                    new Endpoint.Https(front.url(), client.certificate(), client.key(), new Endpoint.Pin.File(server.certificate())));
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError("no HTTPS listener in front of the daemon", e);
        }
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
    public HttpTransport stranger() {
        try {
            TestPems pems = TestPems.in(Files.createTempDirectory("brume-stranger"));
            return http(new Endpoint.Https(endpoint.url(), pems.certificate(), pems.key(), endpoint.server()));
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError("no certificate for the stranger", e);
        }
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
