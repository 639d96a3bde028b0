package brume.dist;

import static brume.dist.UserSession.fetch;
import static brume.dist.UserSession.get;
import static org.assertj.core.api.Assertions.assertThat;

import brume.testkit.contract.Patience;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service java as users meet it, on real containers with Debian's Tomcat. */
@Tag("containers")
final class JavaServiceTest {
    private static final String APP = "Counter";

    private static final String PAGE = """
            <%@ page session="true" contentType="text/plain" %><%
            Integer n = (Integer) session.getAttribute("n");
            n = n == null ? 1 : n + 1;
            session.setAttribute("n", n);
            out.print(n + " VERSION " + java.net.InetAddress.getLocalHost().getHostName() + " " + request.getRemoteAddr() + " " + request.getServerName());
            %>""";

    private static final String UPLOAD = """
            <%@ page session="false" contentType="text/plain" %><%
            java.security.MessageDigest digest = java.security.MessageDigest.getInstance("SHA-256");
            long size = new java.security.DigestInputStream(request.getInputStream(), digest).transferTo(java.io.OutputStream.nullOutputStream());
            out.print(size + " " + java.util.HexFormat.of().formatHex(digest.digest()));
            %>""";

    private static final String DESCRIPTOR = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <servlet><servlet-name>count</servlet-name><jsp-file>/count.jsp</jsp-file></servlet>
              <servlet-mapping><servlet-name>count</servlet-name><url-pattern>/counted/*</url-pattern></servlet-mapping>
              <servlet-mapping><servlet-name>count</servlet-name><url-pattern>/exactly</url-pattern></servlet-mapping>
              <servlet-mapping><servlet-name>count</servlet-name><url-pattern>*.do</url-pattern></servlet-mapping>
            </web-app>""";

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void remove() throws IOException, InterruptedException {
        user().brume("app", "delete", APP, "--yes");
    }

    @Test
    void requestsAndSessions_surviveScalingActivationAndTheLossOfABackend() throws IOException, InterruptedException {
        user().must("up");
        user().must("image", "build", "--with", "java");
        war("one");
        war("two");
        Files.writeString(folder.resolve("manifest.json"), "{\"Application\": \"" + APP + "\", \"Services\": [{\"Type\": \"java\", \"Start\": 1, \"Archive\": \"one.war\"}]}");
        user().must("app", "deploy", folder.resolve("manifest.json").toString());
        URI site = user().site(APP);

        routesOfTheDescriptor(site);
        SessionLoad load = new SessionLoad(site.resolve("count.jsp"), 4);
        UploadLoad uploads = new UploadLoad(site.resolve("upload.jsp"), 2);
        try (load; uploads) {
            user().must("node", "add", APP, "1", "backend=1");
            user().must("code", "upload", APP, "1", folder.resolve("two.war").toString(), "--activate");
            assertThat(get(site.resolve("count.jsp"))).contains(" two ");
            user().must("node", "add", APP, "1", "backend=1", "web=1");
            user().must("node", "remove", APP, "1", "backend=2", "web=1");
        }
        assertThat(load.failures()).as("of %d requests", load.answered()).isEmpty();
        assertThat(load.answered()).isGreaterThan(1_000);
        assertThat(uploads.failures()).as("of %d uploads", uploads.done()).isEmpty();
        assertThat(uploads.done()).isGreaterThanOrEqualTo(4);
        System.out.println("java: " + load.answered() + " requests and " + uploads.done() + " uploads of 24 MiB during changes, none failed");

        user().must("node", "add", APP, "1", "backend=1");
        aSessionOutlivesItsBackend(site);
    }

    @Test
    void aWikiOfThirtyMegabytes_servesPages_andItsFilesComeFromNginx() throws IOException, InterruptedException {
        user().must("up");
        user().must("image", "build", "--with", "java");
        Path wars = UserSession.ROOT.resolve("dist/target/wars");
        UserSession.Said moved = user().run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", wars.resolve("jakartaee-migration-shaded.jar").toString(),
                        wars.resolve("jspwiki-war.war").toString(), folder.resolve("jspwiki.war").toString()));
        assertThat(moved.exit()).as(moved.text()).isZero();
        Files.writeString(folder.resolve("manifest.json"), """
                {"Application": "%s", "Services": [{"Type": "java", "Start": 1, "Archive": "jspwiki.war",
                  "Settings": {"heap_max": "384M", "environment": {"jspwiki_fileSystemProvider_pageDir": "/tmp/pages", "jspwiki_workDir": "/tmp/work"}}}]}"""
                .formatted(APP));
        user().must("app", "deploy", folder.resolve("manifest.json").toString());
        URI site = user().site(APP);

        assertThat(get(site.resolve("Wiki.jsp?page=Main"))).contains("JSPWiki");
        assertThat(get(site.resolve("wiki/Main"))).contains("JSPWiki");
        HttpResponse<String> style = fetch(HttpClient.newHttpClient(), site.resolve("templates/210/jspwiki.css"));
        assertThat(style.statusCode()).isEqualTo(200);
        assertThat(style.headers().firstValue("Cache-Control")).as("nginx lets visitors keep styles").contains("max-age=600");
        assertThat(fetch(HttpClient.newHttpClient(), site.resolve("WEB-INF/classes/jspwiki.properties")).statusCode()).isEqualTo(404);
    }

    private void routesOfTheDescriptor(URI site) throws IOException, InterruptedException {
        assertThat(get(site.resolve("file.txt"))).isEqualTo("static one");
        for (String counted : List.of("counted", "counted/below/it", "exactly", "any.do", "count.jsp", "annotated/or/missing")) {
            HttpResponse<String> answer = fetch(HttpClient.newHttpClient(), site.resolve(counted));
            assertThat(answer.statusCode()).as(counted).isEqualTo(counted.startsWith("annotated") ? 404 : 200);
            assertThat(answer.body()).as("%s is answered by Tomcat", counted).satisfiesAnyOf(
                    body -> assertThat(body).startsWith("1 one "), body -> assertThat(body).contains("HTTP Status 404"));
        }
        for (String hidden : List.of("WEB-INF/web.xml", "web-inf/web.xml", "WEB-INF/", "META-INF/secret.txt", "counted/../WEB-INF/web.xml", "//WEB-INF/web.xml", "%57EB-INF/web.xml")) {
            assertThat(fetch(HttpClient.newHttpClient(), URI.create(site + hidden)).statusCode()).as(hidden).isIn(400, 404);
        }
    }

    /** Kills the Tomcat that answers, as hard as can be, and asks on at once. */
    private void aSessionOutlivesItsBackend(URI site) throws IOException, InterruptedException {
        HttpClient visitor = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        int number = 0;
        for (int round = 0; round < 3; round++) {
            List<String> words = List.of(fetch(visitor, site.resolve("count.jsp")).body().strip().split(" ", -1));
            assertThat(words.getFirst()).isEqualTo(Integer.toString(++number));
            user().run(List.of("incus", "--project", "brume-" + System.getenv().getOrDefault("BRUME_NAME", "test"), "exec", words.get(2), "--", "pkill", "-9", "java"));
            for (int again = 0; again < 3; again++) {
                HttpResponse<String> answer = fetch(visitor, site.resolve("count.jsp"));
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).as("after the loss of %s", words.get(2)).startsWith(++number + " ");
            }
            bothBackendsAnswer(site);
        }
    }

    /** Visitors without a session are spread over what is there. */
    private static void bothBackendsAnswer(URI site) {
        Map<String, Integer> answers = new TreeMap<>();
        Patience.real(Duration.ofMinutes(1)).until("both backends answer", () -> {
            try {
                List<String> words = List.of(get(site.resolve("count.jsp")).strip().split(" ", -1));
                answers.merge(words.size() > 2 ? words.get(2) : "nobody", 1, Integer::sum);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return answers.entrySet().stream().filter(each -> !each.getKey().equals("nobody") && each.getValue() > 5).count() == 2;
        });
    }

    private void war(String version) throws IOException {
        Map<String, String> files = new TreeMap<>(Map.of(
                "upload.jsp", UPLOAD,
                "count.jsp", PAGE.replace("VERSION", version),
                "file.txt", "static " + version,
                "WEB-INF/web.xml", DESCRIPTOR,
                "META-INF/secret.txt", "secret"));
        try (OutputStream out = Files.newOutputStream(folder.resolve(version + ".war")); ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private UserSession user() {
        return new UserSession(folder);
    }
}
