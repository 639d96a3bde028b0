package brume.driver.incus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.driver.SiteSettings;
import brume.core.problem.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsReaderTest {
    @Test
    void socketSite_needsNetworkAndPoolOnly() {
        SettingsReader reader = reader(Map.of("network", "brume0", "pool", "brume"));

        assertThat(reader.read()).contains(new IncusSettings(
                new Endpoint.Socket(Path.of("/var/lib/incus/unix.socket")), "default", "brume0", "brume", Optional.empty(), Optional.empty()));
        assertThat(reader.problems()).isEmpty();
    }

    @Test
    void everySetting_isTaken() {
        assertThat(reader(Map.of("socket", "/run/lxd.socket", "project", "p", "network", "n", "pool", "s", "profile", "criu", "flavor", "lxd"))
                        .read())
                .contains(new IncusSettings(
                        new Endpoint.Socket(Path.of("/run/lxd.socket")), "p", "n", "s", Optional.of("criu"), Optional.of(Product.LXD)));
    }

    @Test
    void httpsSite_takesAFingerprintOrAFile(@TempDir Path folder) throws Exception {
        TestPems pems = TestPems.in(folder);
        String fingerprint = "AB:".repeat(31) + "AB";

        assertThat(https(pems, fingerprint).read().map(IncusSettings::endpoint)).contains(new Endpoint.Https(
                URI.create("https://10.0.0.5:8443"), pems.certificate(), pems.key(), new Endpoint.Pin.Fingerprint("ab".repeat(32))));
        assertThat(https(pems, pems.certificate().toString()).read().map(IncusSettings::endpoint)).contains(new Endpoint.Https(
                URI.create("https://10.0.0.5:8443"), pems.certificate(), pems.key(), new Endpoint.Pin.File(pems.certificate())));
    }

    @Test
    void allMistakes_areToldAtOnce_withTheirPlaces(@TempDir Path folder) throws IOException {
        Path noPem = Files.writeString(folder.resolve("no.pem"), "hello");

        List<Problem> problems = new IncusDriverFactory().check(new SiteSettings(Map.of(
                "url", "http://host:8443/path",
                "socket", "/run/s",
                "certificate", noPem.toString(),
                "key", "relative.pem",
                "project", "a/b",
                "network", "two words",
                "flavor", "docker",
                "pol~/", "brume")));

        assertThat(problems).extracting(p -> p.code() + " " + p.place().orElseThrow().pointer()).containsExactlyInAnyOrder(
                "unknown-setting /pol~0~1",
                "bad-setting /socket",
                "bad-setting /url",
                "bad-setting /certificate",
                "bad-setting /key",
                "missing-setting /serverCertificate",
                "bad-setting /project",
                "bad-setting /network",
                "missing-setting /pool",
                "bad-setting /flavor");
    }

    @Test
    void certificatesWithoutUrl_areAMistake() {
        assertThat(new IncusDriverFactory().check(new SiteSettings(Map.of("network", "n", "pool", "p", "key", "/k"))))
                .singleElement()
                .satisfies(p -> assertThat(p.place().orElseThrow().pointer()).isEqualTo("/key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"host:8443", "https://", "https://user@host:8443", "https://host:8443?x=1", "https://host/1.0", "unix:///run/s", "not a url"})
    void urlsOfAnotherForm_areMistakes(String url) {
        assertThat(new IncusDriverFactory().check(new SiteSettings(Map.of("url", url))))
                .anySatisfy(p -> assertThat(p.place().orElseThrow().pointer()).isEqualTo("/url"));
    }

    @Test
    void socketPathThatTheKernelCannotTake_isAMistake() {
        assertThat(reader(Map.of("socket", "/" + "x".repeat(120), "network", "n", "pool", "p")).read()).isEmpty();
        assertThat(reader(Map.of("socket", "unix.socket", "network", "n", "pool", "p")).read()).isEmpty();
    }

    @Test
    void badSettings_cannotBeOpened() {
        assertThatThrownBy(() -> new IncusDriverFactory().open(new SiteSettings(Map.of()), "demo")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void opening_doesNotCallOut() {
        SiteSettings settings = new SiteSettings(Map.of("socket", "/nonexistent/unix.socket", "network", "n", "pool", "p"));

        new IncusDriverFactory().open(settings, "demo").close();

        assertThat(new IncusDriverFactory().kind()).isEqualTo("incus");
    }

    private static SettingsReader https(TestPems pems, String serverCertificate) {
        return reader(Map.of(
                "url", "https://10.0.0.5:8443/",
                "certificate", pems.certificate().toString(),
                "key", pems.key().toString(),
                "serverCertificate", serverCertificate,
                "network", "n",
                "pool", "p"));
    }

    private static SettingsReader reader(Map<String, String> values) {
        return new SettingsReader(new SiteSettings(values));
    }
}
