package brume.service.php.node;

import static org.assertj.core.api.Assertions.assertThat;

import brume.service.php.BackendSettings;
import brume.service.php.Sessions;
import brume.service.web.Leave;
import brume.service.web.WebSettings;
import brume.service.web.node.NginxText;
import brume.service.web.node.Shares;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The configurations, whole, as files to be read as a difference; run with {@code -Dbrume.golden.write=DIRECTORY} to write them anew. */
final class TextsTest {
    private static final String SERVICE = "0190c0de-0000-7000-8000-000000000001";
    private static final String VERSION = "0190c0de-0000-7000-8000-00000000000a";

    @Test
    void nginx_withTwoBackends() throws IOException {
        WebSettings settings = new WebSettings(SERVICE, VERSION, List.of(), Map.of(), List.of(), "64M", 120, 656, Leave.STAYS);
        isGolden("nginx.conf", nginx(settings, List.of("10.0.0.2", "10.0.0.3"), List.of("10.0.0.1")));
    }

    @Test
    void nginx_withoutBackend_saysThatItDoesNotServe() {
        WebSettings settings = new WebSettings(SERVICE, VERSION, List.of(), Map.of(), List.of(), "8M", 120, 187, Leave.STAYS);
        String text = nginx(settings, List.of(), List.of());
        assertThat(text.replaceAll("\\s+", " ")).contains("location = /.brume/health { default_type text/plain; return 503; }");
        assertThat(text).doesNotContain("upstream", "fastcgi_pass");
    }

    @Test
    void nginx_withoutVersion_servesTheWelcomePage() {
        WebSettings settings = new WebSettings(SERVICE, "", List.of("10.0.0.2"), Map.of(), List.of(), "8M", 120, 187, Leave.STAYS);
        String text = nginx(settings, List.of("10.0.0.2"), List.of());
        assertThat(text).contains("root /srv/brume/php/default/www;", "return 200 \"php.web of " + SERVICE);
    }

    @Test
    void fpm_namesVariablesButHoldsNoValue() throws IOException {
        String text = FpmText.config(7, "10.0.0.2", List.of("10.0.0.1", "10.0.0.4"), backend(Map.of("MYSQL_PASSWORD", "geheim", "MODE", "x")));
        assertThat(text).doesNotContain("geheim");
        isGolden("fpm.conf", text);
    }

    @Test
    void fpm_withoutClients_letsNobodyAsk() {
        assertThat(FpmText.config(1, "10.0.0.2", List.of(), backend(Map.of()))).contains("listen.allowed_clients = 127.0.0.1\n");
    }

    @Test
    void environmentFile_keepsEveryCharacter() {
        assertThat(FpmText.environment(backend(Map.of("P", "$a \"b\" \\c `d` 'e' #f ;g é"))))
                .isEqualTo("E_P=\"\\$a \\\"b\\\" \\\\c \\`d\\` 'e' #f ;g é\"\n");
    }

    @Test
    void sharedSessions_areLocked_andReachedByTheSocketThatWaits() {
        BackendSettings own = backend(Map.of());
        BackendSettings shared = new BackendSettings(SERVICE, List.of(), own.ini(), Map.of(), 120, new Sessions("10.0.0.1", "secret"), Leave.STAYS);

        assertThat(FpmText.config(1, "10.0.0.4", List.of(), shared)).contains(
                "php_value[session.save_handler] = redis\n",
                "php_value[session.save_path] = \"unix:///run/brume-php/sessions.sock?auth=secret&timeout=120&read_timeout=120\"\n",
                "php_value[redis.session.locking_enabled] = 1\n");
        assertThat(SessionLink.config("10.0.0.1")).contains("server redis 10.0.0.1:6379\n").doesNotContain("secret");
        assertThat(SessionRole.unit()).doesNotContain("secret");
        assertThat(own.toString() + shared).doesNotContain("secret");
    }

    private static String nginx(WebSettings settings, List<String> backends, List<String> proxies) {
        return new NginxText(FpmText.PATHS, settings, "10.0.0.4", backends, proxies).config(PhpSite.parts(settings, backends, Shares.EQUAL));
    }

    private static BackendSettings backend(Map<String, String> environment) {
        Map<String, String> ini = Map.of("memory_limit", "128M", "display_errors", "Off", "disable_functions", "exec, system");
        return new BackendSettings(SERVICE, List.of(), ini, environment, 120, Sessions.IN_FILES, Leave.STAYS);
    }

    private static void isGolden(String name, String text) throws IOException {
        String directory = System.getProperty("brume.golden.write", "");
        if (!directory.isEmpty()) {
            Files.writeString(Path.of(directory, "node", name), text);
            return;
        }
        try (InputStream in = TextsTest.class.getResourceAsStream(name)) {
            assertThat(text).isEqualTo(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
