package brume.dist;

import static org.assertj.core.api.Assertions.assertThat;

import brume.testkit.contract.Patience;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The director's process killed in the middle of whatever it does, on real containers. {@code -Dbrume.crash.kills=N} sets how often the director dies,
 * {@code -Dbrume.crash.seed=N} repeats the same operations and moments.
 */
@Tag("containers")
final class CrashTest {
    private static final int KILLS = Integer.getInteger("brume.crash.kills", 15);
    private static final long SEED = Long.getLong("brume.crash.seed", System.nanoTime() & 0xFFFFF);

    /** A change is acknowledged within some tens of milliseconds and done within some seconds; the first are worth more. */
    private static final int MOMENT_MILLIS_MAX = 2_500;

    /** Of so many changes, one is let settle before the next. */
    private static final int SETTLED_ONCE_IN = 3;

    /** What belongs to nobody is removed after a grace of five minutes. */
    private static final Patience SETTLED = Patience.real(Duration.ofMinutes(7));

    private static final String PREFIX = "Mortal";
    private static final String LEDGER = "Cashbook";

    private static final String PAGE = """
            <?php
            mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
            try {
                $db = new mysqli(getenv('MYSQL_HOST'), getenv('MYSQL_USER'), getenv('MYSQL_PASSWORD'), getenv('MYSQL_DATABASE'), (int) getenv('MYSQL_PORT'));
                if (isset($_GET['add'])) {
                    $db->execute_query('INSERT INTO entry (number) VALUES (?)', [$_GET['add']]);
                    echo 'added ', $_GET['add'];
                } else {
                    foreach ($db->query('SELECT number FROM entry ORDER BY id') as $row) { echo $row['number'], "\\n"; }
                }
            } catch (mysqli_sql_exception $e) {
                http_response_code(503);
                echo $e->getMessage();
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    private MortalDirector director;
    private PatientClient client;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        user().must("up");
        director = MortalDirector.running();
        client = new PatientClient(director.home());
    }

    @AfterEach
    void remove() throws IOException, InterruptedException {
        user().must("up");
        for (JsonNode app : client.get("/apps?limit=100").path("items")) {
            user().brume("app", "delete", app.path("name").asText(), "--yes");
        }
    }

    @Test
    void directorKilledAtAnyMoment_doesWhatWasAcknowledged_once_andLeavesNothingOver() throws IOException, InterruptedException, ExecutionException {
        System.out.println("crash: -Dbrume.crash.kills=" + KILLS + " -Dbrume.crash.seed=" + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        URI page = ledger();
        Works works = new Works(client, random, PREFIX);
        List<String> rows = new ArrayList<>();
        List<Double> away = new ArrayList<>();
        try (ExecutorService reaper = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int kill = 1; kill <= KILLS; kill++) {
                Duration moment = Duration.ofMillis(random.nextInt(MOMENT_MILLIS_MAX) * (1L + random.nextInt(2)) / 2);
                Future<Double> death = reaper.submit(() -> killedAndStarted(moment));
                String what = works.next();
                rows.add(add(page, kill));
                away.add(death.get());
                System.out.println("crash: " + kill + ": " + what + ", killed after " + moment.toMillis() + " ms");
                if (random.nextInt(SETTLED_ONCE_IN) == 0) {
                    settled(works);
                }
            }
        }
        settled(works);
        assertNothingElseIsThere();
        assertThat(UserSession.get(page).lines().toList()).as("rows of the database").isEqualTo(rows);
        assertThat(Files.readString(director.log())).doesNotContain("failed unexpectedly", "by a defect");
        deleteAll();
        System.out.printf("crash: killed %d times, everything acknowledged is done, once; the director was away for %.1f s, at most %.1f s%n",
                KILLS, away.stream().sorted().toList().get(away.size() / 2), away.stream().mapToDouble(d -> d).max().orElseThrow());
    }

    /** How long nobody answered, in seconds. */
    private double killedAndStarted(Duration moment) throws IOException {
        Patience.real(moment).pass(moment);
        long died = System.nanoTime();
        director.kill();
        director.start();
        return (System.nanoTime() - died) / 1e9;
    }

    private void settled(Works works) {
        SETTLED.until("everything is as wanted", this::isSettled);
        assertThat(works.seen()).isEqualTo(works.wanted());
    }

    private boolean isSettled() {
        for (JsonNode app : client.get("/apps?limit=100").path("items")) {
            boolean there = app.path("seenGeneration").asLong() >= app.path("generation").asLong();
            String state = app.path("wantRun").asBoolean() ? "RUNNING" : "STOPPED";
            if (!there || app.path("deleting").asBoolean() || !app.path("state").asText().equals(state)) {
                return false;
            }
        }
        return true;
    }

    /** Machines, volumes and networks are those of the nodes that the director shows, and run where they should. */
    private void assertNothingElseIsThere() {
        SETTLED.untilPasses(() -> {
            TreeSet<String> machines = new TreeSet<>();
            int volumes = 0;
            for (JsonNode app : client.get("/apps?limit=100").path("items")) {
                for (JsonNode service : app.path("services")) {
                    volumes++; // sessions of php, data of mysql
                    service.path("nodes").forEach(node -> machines.add(node.path("instanceName").asText() + (app.path("wantRun").asBoolean() ? "" : " stopped")));
                }
            }
            Leftovers there = new Leftovers(user());
            assertThat(there.machines()).as("machines").isEqualTo(machines);
            assertThat(there.volumes()).as("volumes").hasSize(volumes);
            assertThat(there.networks()).as("networks").hasSize(1);
        });
    }

    private void deleteAll() {
        for (JsonNode app : client.get("/apps?limit=100").path("items")) {
            client.change(PatientClient.Change.of("DELETE", "/apps/" + app.path("id").asText()));
        }
        SETTLED.untilPasses(() -> {
            assertThat(client.get("/apps?limit=100").path("items")).as("applications").isEmpty();
            assertThat(new Leftovers(user()).machines()).as("machines").isEmpty();
            assertThat(new Leftovers(user()).volumes()).as("volumes").isEmpty();
            assertThat(Leftovers.uploads(director.home())).as("files").isZero();
        });
    }

    private static String add(URI page, int row) throws IOException, InterruptedException {
        HttpResponse<String> answer = UserSession.fetch(HttpClient.newHttpClient(), URI.create(page + "?add=" + row));
        assertThat(answer.body()).isEqualTo("added " + row);
        return Integer.toString(row);
    }

    /** A page with a database, which goes on while the director is away. */
    private URI ledger() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("entry.sql"), "CREATE TABLE entry (id BIGINT AUTO_INCREMENT PRIMARY KEY, number VARCHAR(20));\n");
        try (OutputStream out = Files.newOutputStream(folder.resolve("page.zip")); ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("index.php"));
            zip.write(PAGE.getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(folder.resolve("manifest.json"), "{\"Application\": \"" + LEDGER + "\", \"Services\": ["
                + "{\"Type\": \"php\", \"Start\": 1, \"Archive\": \"page.zip\"}, {\"Type\": \"mysql\", \"Start\": 1, \"Dump\": \"entry.sql\"}]}");
        user().must("app", "deploy", folder.resolve("manifest.json").toString());
        return user().site(LEDGER).resolve("index.php");
    }

    private UserSession user() {
        return new UserSession(folder);
    }
}
