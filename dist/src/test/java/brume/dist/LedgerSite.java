package brume.dist;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An application whose page puts rows into a database and shows them. */
final class LedgerSite {
    private static final String DUMP = """
            CREATE TABLE greeting (id INT PRIMARY KEY, word VARCHAR(40)) DEFAULT CHARSET utf8mb4;
            INSERT INTO greeting VALUES (1, 'hello'), (2, 'brûme');
            CREATE TABLE entry (id BIGINT AUTO_INCREMENT PRIMARY KEY, number VARCHAR(20));
            """;

    /** Answers 200 only when the database did what was asked; password and host may be given by hand. */
    private static final String PAGE = """
            <?php
            function setting($name) { $value = getenv($name); return $value === false || $value === '' ? $_SERVER[$name] : $value; }
            header('Content-Type: text/plain; charset=utf-8');
            mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
            try {
                $password = $_SERVER['HTTP_X_PASSWORD'] ?? setting('MYSQL_PASSWORD');
                $db = new mysqli($_SERVER['HTTP_X_HOST'] ?? setting('MYSQL_HOST'), setting('MYSQL_USER'), $password, setting('MYSQL_DATABASE'), (int) setting('MYSQL_PORT'));
                $db->set_charset('utf8mb4');
                if (isset($_GET['add'])) {
                    $db->execute_query('INSERT INTO entry (number) VALUES (?)', [$_GET['add']]);
                    echo 'added ', $_GET['add'];
                } elseif (isset($_GET['durable'])) {
                    echo $db->query('SELECT @@innodb_flush_log_at_trx_commit')->fetch_row()[0];
                } else {
                    // a node answers when it has what the others had when it was asked
                    $db->query('SET SESSION wsrep_sync_wait = 1');
                    foreach ($db->query(isset($_GET['entries']) ? 'SELECT number FROM entry' : 'SELECT word FROM greeting ORDER BY id') as $row) {
                        echo implode(' ', $row), "\\n";
                    }
                }
            } catch (mysqli_sql_exception $e) {
                http_response_code(503);
                echo $e->getCode();
            }
            """;

    private LedgerSite() {}

    /**
     * Deploys it, with its dump loaded.
     *
     * @param database what its manifest says of the service mysql besides type, start and dump, as JSON members
     * @return the page
     */
    static URI deploy(UserSession user, Path folder, String app, String database) throws IOException, InterruptedException {
        user.must("up");
        Files.writeString(folder.resolve("ledger.sql"), DUMP);
        try (OutputStream out = Files.newOutputStream(folder.resolve("page.zip")); ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("index.php"));
            zip.write(PAGE.getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(folder.resolve("manifest.json"), """
                {"Application": "%s", "Services": [
                  {"Type": "php", "Start": 1, "Archive": "page.zip"},
                  {"Type": "mysql", "Start": 1, "Dump": "ledger.sql", %s}]}"""
                .formatted(app, database));
        user.must("app", "deploy", folder.resolve("manifest.json").toString());
        return user.site(app).resolve("index.php");
    }
}
