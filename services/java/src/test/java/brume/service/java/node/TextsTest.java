package brume.service.java.node;

import static org.assertj.core.api.Assertions.assertThat;

import brume.service.java.JavaWebSettings;
import brume.service.java.TomcatSettings;
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
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The configurations, whole, as files to be read as a difference; run with {@code -Dbrume.golden.write=DIRECTORY} to write them anew. */
final class TextsTest {
    private static final String SERVICE = "0190c0de-0000-7000-8000-000000000001";
    private static final String A = "0190c0de-0000-7000-8000-00000000000a";
    private static final String B = "0190c0de-0000-7000-8000-00000000000b";

    @Test
    void nginx_withRoutes() throws IOException {
        isGolden("nginx.conf", nginx(A, List.of("10.0.0.2", "10.0.0.3"), Routes.of(List.of("/login", "/api/*", "*.do", "/api"))));
    }

    @Test
    void nginx_withADefaultServlet_servesNoFile() {
        assertThat(nginx(A, List.of("10.0.0.2"), Routes.EVERYTHING)).doesNotContain("try_files").contains("location / {\n            proxy_pass http://$pool;");
    }

    @Test
    void nginx_withoutBackendOrVersion() {
        assertThat(nginx(A, List.of(), Routes.EVERYTHING)).contains("return 503;").doesNotContain("upstream");
        assertThat(nginx("", List.of("10.0.0.2"), Routes.EVERYTHING)).contains("root /srv/brume/java/default/www;", "try_files $uri $uri/ =404;");
    }

    @Test
    void front_withTwoVersions() throws IOException {
        isGolden("front.conf", FrontText.config("10.0.0.2", List.of("10.0.0.1"), new TreeMap<>(Map.of(A, 9101, B, 9102)), settings(Map.of())));
    }

    @Test
    void front_withoutClients_letsNobodyAsk() {
        assertThat(FrontText.config("10.0.0.2", List.of(), new TreeMap<>(), settings(Map.of()))).contains("unless { src 127.0.0.1 }");
    }

    @Test
    void tomcat_withAPeer() throws IOException {
        isGolden("server.xml", TomcatText.server(2, A, "10.0.0.200", List.of("10.0.0.200", "10.0.0.3"), settings(Map.of())));
    }

    @Test
    void environment_keepsEveryCharacter_andOurWordIsTheLast() {
        assertThat(TomcatText.environment(1, settings(Map.of("P", "$a \"b\" \\c `d` 'e'", "CATALINA_BASE", "/elsewhere"))))
                .isEqualTo("""
                        CATALINA_BASE="/elsewhere"
                        P="\\$a \\"b\\" \\\\c \\`d\\` 'e'"
                        CATALINA_HOME=/usr/share/tomcat10
                        CATALINA_BASE=/var/lib/brume-java/tomcat-1
                        CATALINA_OPTS="-Xmx256m -XX:+ExitOnOutOfMemoryError -Djava.awt.headless=true -Djava.security.egd=file:/dev/urandom"
                        """);
    }

    private static String nginx(String version, List<String> backends, Routes routes) {
        JavaWebSettings own = new JavaWebSettings(SERVICE, version, List.of(), Map.of(), List.of(), "64M", 120, 656, true, Leave.STAYS);
        WebSettings settings = new WebSettings(SERVICE, version, List.of(), Map.of(), List.of(), "64M", 120, 656, Leave.STAYS);
        return new NginxText(JavaSite.PATHS, settings, "10.0.0.4", backends, List.of("10.0.0.1")).config(JavaSite.parts(own, routes, backends, Shares.EQUAL));
    }

    private static TomcatSettings settings(Map<String, String> environment) {
        return new TomcatSettings(SERVICE, List.of(), List.of(), List.of(A), "256M", environment, "geheim", 120, Leave.STAYS);
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
