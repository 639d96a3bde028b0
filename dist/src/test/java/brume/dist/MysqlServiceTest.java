package brume.dist;

import static org.assertj.core.api.Assertions.assertThat;

import brume.testkit.contract.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service mysql as users meet it: through a page of a php service of the same application, on real containers with Debian's MariaDB. */
@Tag("containers")
final class MysqlServiceTest {
    private static final String APP = "Ledger";
    private static final String FIRST_PASSWORD = "firstOfTheManifest";
    private static final Pattern PASSWORD = Pattern.compile("\"password\"\\s*:\\s*\"([^\"]+)\"");
    private static final int ACCESS_DENIED = 1045;

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void remove() throws IOException, InterruptedException {
        user().brume("app", "delete", APP, "--yes");
    }

    @Test
    void acknowledgedRows_outliveAddedAndRemovedNodesAndALoadBalancer() throws IOException, InterruptedException {
        URI page = deployed();

        LedgerLoad load = new LedgerLoad(page, 2);
        try (load) {
            user().must("node", "add", APP, "2", "mysql=2");
            user().must("node", "remove", APP, "2", "mysql=2");
            user().must("node", "add", APP, "2", "glb=1");
        }

        assertGreets(page);
        List<String> entries = UserSession.get(URI.create(page + "?entries")).lines().toList();
        assertThat(entries).doesNotHaveDuplicates().containsAll(load.acknowledged());
        assertThat(load.acknowledged()).hasSizeGreaterThan(100);
        System.out.println("mysql: " + load.acknowledged().size() + " rows acknowledged during changes, none lost; not acknowledged: " + load.unacknowledged() + "; longest gap: " + load.longestGap());
    }

    @Test
    void generatedPassword_reachesThePage_andTheOldOneIsRefused() throws IOException, InterruptedException {
        URI page = deployed();
        assertThat(with(FIRST_PASSWORD, page).statusCode()).isEqualTo(200);

        Matcher generated = PASSWORD.matcher(user().must("mysql", "password", APP, "2", "--generate", "-o", "json"));

        assertThat(generated.find()).isTrue();
        Patience.real(Duration.ofSeconds(10)).until("the page has the new password", () -> answers(page));
        assertGreets(page);
        assertThat(with(generated.group(1), page).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = with(FIRST_PASSWORD, page);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).isEqualTo(Integer.toString(ACCESS_DENIED));
    }

    /** The page shows its dump: so address, name, user and password reached PHP. */
    private URI deployed() throws IOException, InterruptedException {
        URI page = LedgerSite.deploy(user(), folder, APP, "\"Password\": \"" + FIRST_PASSWORD + "\"");
        assertGreets(page);
        return page;
    }

    private static void assertGreets(URI page) throws IOException, InterruptedException {
        assertThat(UserSession.get(page)).isEqualTo("hello\nbrûme\n");
    }

    private static boolean answers(URI page) {
        try {
            return UserSession.fetch(HttpClient.newHttpClient(), page).statusCode() == 200;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> with(String password, URI page) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(page).header("X-Password", password).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private UserSession user() {
        return new UserSession(folder);
    }
}
