package brume.dist;

import static org.assertj.core.api.Assertions.assertThat;

import brume.testkit.contract.Patience;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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

    private static final String DUMP = """
            CREATE TABLE greeting (id INT PRIMARY KEY, word VARCHAR(40)) DEFAULT CHARSET utf8mb4;
            INSERT INTO greeting VALUES (1, 'hello'), (2, 'brûme');
            CREATE TABLE entry (id BIGINT AUTO_INCREMENT PRIMARY KEY, number VARCHAR(20));
            """;

    /** Answers 200 only when the database did what was asked; the password may be given by hand. */
    private static final String PAGE = """
            <?php
            function setting($name) { $value = getenv($name); return $value === false || $value === '' ? $_SERVER[$name] : $value; }
            header('Content-Type: text/plain; charset=utf-8');
            mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
            try {
                $password = $_SERVER['HTTP_X_PASSWORD'] ?? setting('MYSQL_PASSWORD');
                $db = new mysqli(setting('MYSQL_HOST'), setting('MYSQL_USER'), $password, setting('MYSQL_DATABASE'), (int) setting('MYSQL_PORT'));
                $db->set_charset('utf8mb4');
                if (isset($_GET['add'])) {
                    $db->execute_query('INSERT INTO entry (number) VALUES (?)', [$_GET['add']]);
                    echo 'added ', $_GET['add'];
                } else {
                    foreach ($db->query(isset($_GET['entries']) ? 'SELECT number FROM entry' : 'SELECT word FROM greeting ORDER BY id') as $row) {
                        echo implode(' ', $row), "\\n";
                    }
                }
            } catch (mysqli_sql_exception $e) {
                http_response_code(503);
                echo $e->getCode();
            }
            """;

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
        System.out.println("mysql: " + load.acknowledged().size() + " rows acknowledged during changes, none lost; not acknowledged: " + load.unacknowledged());
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

    /** The application with its dump loaded, which the page shows: so address, name, user and password reached PHP. */
    private URI deployed() throws IOException, InterruptedException {
        user().must("up");
        Files.writeString(folder.resolve("ledger.sql"), DUMP);
        try (OutputStream out = Files.newOutputStream(folder.resolve("page.zip")); ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("index.php"));
            zip.write(PAGE.getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(folder.resolve("manifest.json"), """
                {"Application": "%s", "Services": [
                  {"Type": "php", "Start": 1, "Archive": "page.zip"},
                  {"Type": "mysql", "Start": 1, "Dump": "ledger.sql", "Password": "%s"}]}"""
                .formatted(APP, FIRST_PASSWORD));
        user().must("app", "deploy", folder.resolve("manifest.json").toString());
        URI page = user().site(APP).resolve("index.php");
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
