package brume.dist;

import static brume.dist.UserSession.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import brume.testkit.contract.Patience;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service php as users meet it, on real containers. */
@Tag("containers")
final class PhpServiceTest {
    private static final String APP = "Visits";

    private static final String PAGE = """
            <?php
            ini_set('session.use_strict_mode', '1');
            if (!session_start()) { http_response_code(500); exit('no session'); }
            $_SESSION['n'] = ($_SESSION['n'] ?? 0) + 1;
            header('Content-Type: text/plain');
            echo $_SESSION['n'], ' VERSION ', gethostname();
            """;

    private static final String UPLOAD = """
            <?php
            $hash = hash_init('sha256');
            $size = hash_update_stream($hash, fopen('php://input', 'rb'));
            echo $size, ' ', hash_final($hash);
            """;

    /** How long a person waits before closing the page. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void remove() throws IOException, InterruptedException {
        user().brume("app", "delete", APP, "--yes");
    }

    @Test
    void requestsAndSessions_surviveScalingActivationAndTheLossOfMachines() throws IOException, InterruptedException {
        user().must("up");
        archive("one");
        archive("two");
        Files.writeString(folder.resolve("manifest.json"), "{\"Application\": \"" + APP + "\", \"Services\": [{\"Type\": \"php\", \"Start\": 1, \"Archive\": \"one.zip\", \"Settings\": {\"post_max_size\": \"32M\"}}]}");
        user().must("app", "deploy", folder.resolve("manifest.json").toString());
        URI page = user().site(APP).resolve("count.php");

        SessionLoad load = new SessionLoad(page, 4);
        UploadLoad uploads = new UploadLoad(page.resolve("upload.php"), 2);
        try (load; uploads) {
            user().must("node", "add", APP, "1", "backend=2");
            requestsFollowWeights(load);
            user().must("code", "upload", APP, "1", folder.resolve("two.zip").toString(), "--activate");
            assertThat(get(page)).contains(" two ");
            user().must("node", "add", APP, "1", "web=1", "proxy=1");
            user().must("node", "remove", APP, "1", "backend=1", "web=1", "proxy=1");
        }
        assertThat(load.failures()).as("of %d requests", load.answered()).isEmpty();
        assertThat(load.answered()).isGreaterThan(1_000);
        assertThat(uploads.failures()).as("of %d uploads", uploads.done()).isEmpty();
        assertThat(uploads.done()).isGreaterThanOrEqualTo(4);
        System.out.println("php: " + load.answered() + " requests and " + uploads.done() + " uploads of 24 MiB during changes, none failed, no session lost");

        aFrozenWeb_isNamedWithItsReason();
        sessionsOutliveMachines(page);
    }

    /** Three backends, on nodes 2 to 4: one gets half as much as another, and one nothing. */
    private void requestsFollowWeights(SessionLoad load) throws IOException, InterruptedException {
        user().must("node", "weight", APP, "1", "3", "50");
        assertThat(user().must("node", "weight", APP, "1", "4", "0")).contains("weight 50", "weight 0");
        Map<String, Integer> spread = load.spread(600);
        List<Integer> shares = spread.values().stream().sorted().toList();
        int all = shares.stream().mapToInt(Integer::intValue).sum();
        System.out.println("php: answers by machine with the weights 100, 50 and 0: " + spread);
        assertThat(shares).as("%s", spread).hasSize(2);
        assertThat((double) shares.getFirst() / all).isCloseTo(1.0 / 3, within(0.04));
        user().must("service", "set", APP, "1", "--setting", "weights=");
        assertThat(load.spread(300)).hasSize(3);
    }

    /** Only the proxy can tell that an nginx whose process is there does not answer. */
    private void aFrozenWeb_isNamedWithItsReason() throws IOException, InterruptedException {
        user().must("node", "add", APP, "1", "web=1");
        JsonNode nodes = new ObjectMapper().readTree(user().must("node", "list", APP, "1", "-o", "json"));
        JsonNode web = nodes.valueStream().filter(node -> node.path("roles").toString().contains("php.web")).findFirst().orElseThrow();
        String machine = web.path("instanceName").asText();
        incus("exec", machine, "--", "pkill", "-STOP", "nginx");
        String reason = "The web on node " + web.path("ordinal").asText() + " is not used by the proxy on node 1 since ";
        Patience.real(PATIENCE).until("the reason is told", () -> state().contains(reason));
        System.out.println("php: " + state().lines().filter(line -> line.contains(reason)).findFirst().orElse(""));
        assertThat(user().must("why", "service", APP, "1")).contains(reason, "does not answer");
        incus("exec", machine, "--", "pkill", "-CONT", "nginx");
        Patience.real(PATIENCE).until("it is used again", () -> state().contains("RUNNING  Serves"));
    }

    private String state() {
        try {
            return user().must("service", "show", APP, "1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Destroys machines behind the director's back: first a backend's, then the one with the sessions, which the service's address leads to. */
    private void sessionsOutliveMachines(URI page) throws IOException, InterruptedException {
        HttpClient visitor = HttpClient.newBuilder().cookieHandler(new CookieManager()).connectTimeout(PATIENCE).build();
        int number = 0;
        String backend = "";
        for (int i = 0; i < 20; i++) {
            List<String> words = words(visitor, page);
            assertThat(words.getFirst()).isEqualTo(Integer.toString(++number));
            backend = words.get(2);
        }
        incus("delete", "--force", backend);
        assertThat(words(visitor, page).getFirst()).as("after the loss of %s", backend).isEqualTo(Integer.toString(++number));

        String row = incus("list", "--format=csv", "--columns=n4").lines().filter(line -> line.contains(page.getHost() + " ")).findFirst().orElseThrow();
        String first = row.substring(0, row.indexOf(','));
        incus("delete", "--force", first);
        long lost = System.nanoTime();
        int next = number + 1;
        Patience.real(PATIENCE).until("the session is there again", () -> answer(visitor, page).startsWith(next + " "));
        System.out.printf("php: the machine with the sessions was away for %.1f s, and they are there%n", (System.nanoTime() - lost) / 1e9);
    }

    private static List<String> words(HttpClient visitor, URI page) throws IOException, InterruptedException {
        HttpResponse<String> response = visitor.send(HttpRequest.newBuilder(page).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return List.of(response.body().strip().split(" ", -1));
    }

    /** Empty when there is none. */
    private static String answer(HttpClient visitor, URI page) {
        try {
            HttpResponse<String> response = visitor.send(HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(5)).build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? response.body() : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String incus(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("incus", "--project", "brume-" + System.getenv().getOrDefault("BRUME_NAME", "test")));
        command.addAll(List.of(words));
        UserSession.Said said = user().run(command);
        assertThat(said.exit()).as(said.text()).isZero();
        return said.text();
    }

    private void archive(String version) throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(version + ".zip")); ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("count.php"));
            zip.write(PAGE.replace("VERSION", version).getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("upload.php"));
            zip.write(UPLOAD.getBytes(StandardCharsets.UTF_8));
        }
    }

    private UserSession user() {
        return new UserSession(folder);
    }
}
