package brume.cli;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.agent.Errand;
import brume.core.agent.ErrandFailure;
import brume.core.agent.Errands;
import brume.director.db.StoredJson;
import brume.director.http.TestClient;
import brume.director.whole.WholeDirector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node of a database, played by the test, is asked for at once. */
final class DatabaseToolsTest {
    private static final String[] DUMP = {"mysql", "dump", "held", "1"};

    @TempDir
    static Path folder;

    private static WholeDirector director;
    private static Shell shell;
    private static TestClient agent;

    @BeforeAll
    static void start() throws IOException {
        director = new WholeDirector(folder.resolve("home"));
        shell = Shell.of(folder.resolve("user"), Map.of("BRUME_HOME", director.home().toString()));
        assertThat(shell.brume("app", "create", "held").exit()).isZero();
        assertThat(shell.brume("service", "add", "held", "mysql", "--start").exit()).isZero();
        agent = director.anyAgent();
    }

    @AfterAll
    static void stop() {
        director.close();
    }

    private static FutureTask<Shell.Ran> dump() {
        return running(DUMP);
    }

    private static FutureTask<Shell.Ran> running(String... arguments) {
        FutureTask<Shell.Ran> task = new FutureTask<>(() -> shell.brume(arguments));
        Thread.ofVirtual().start(task);
        return task;
    }

    /** As the agent does: the poll says that something waits, and it is fetched. */
    private static Errand fetched() {
        TestClient.Answer poll = agent.get("/agent/v1/config?after=" + Long.MAX_VALUE + "&wait=20&errands=true");
        assertThat(poll.header(Errands.HEADER)).contains("waiting");
        Errands taken = StoredJson.read(agent.post("/agent/v1/errands").text(), Errands.class);
        assertThat(taken.errands()).hasSize(1);
        assertThat(StoredJson.read(agent.post("/agent/v1/errands").text(), Errands.class).errands()).as("handed out once").isEmpty();
        return taken.errands().getFirst();
    }

    private static String path(Errand errand) {
        return "/agent/v1/errands/" + errand.id();
    }

    private static void fail(Errand errand, String text) {
        assertThat(agent.post(path(errand) + "/failure", StoredJson.write(new ErrandFailure("mysql-dump-failed", text))).status()).isEqualTo(204);
    }

    @Test
    void wholeDump_arrivesByteForByte() throws ExecutionException, InterruptedException {
        byte[] bytes = new byte[3_000_000];
        Arrays.fill(bytes, (byte) 'x');
        FutureTask<Shell.Ran> dump = dump();
        Errand errand = fetched();

        assertThat(errand.kind()).isEqualTo("mysql.dump");
        assertThat(agent.send("POST", path(errand), "application/octet-stream", bytes).status()).isEqualTo(204);
        assertThat(dump.get().exit()).isZero();
        assertThat(dump.get().out()).isEqualTo(new String(bytes, StandardCharsets.UTF_8));
        assertThat(agent.send("POST", path(errand), "application/octet-stream", bytes).status()).as("nobody asks any more").isEqualTo(404);
    }

    @Test
    void nodeThatCannot_isHeardWithItsReason() throws ExecutionException, InterruptedException {
        FutureTask<Shell.Ran> dump = dump();
        fail(fetched(), "the dump broke off: no such table");

        assertThat(dump.get().exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(dump.get().err()).contains("no such table");
        assertThat(dump.get().out()).isEmpty();
    }

    @Test
    void dumpThatBreaksOff_isAnErrorAtWhoAsked_notAShortFile() throws ExecutionException, InterruptedException {
        FutureTask<Shell.Ran> dump = dump();
        Errand errand = fetched();
        CountDownLatch told = new CountDownLatch(1);
        InputStream body = new SequenceInputStream(new ByteArrayInputStream("CREATE TABLE half;".getBytes(StandardCharsets.UTF_8)), new InputStream() {
            @Override
            public int read() throws IOException {
                return read(new byte[1], 0, 1);
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                try {
                    told.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return -1;
            }
        });
        HttpRequest.Builder post = agent.request(path(errand))
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> body));
        Thread.ofVirtual().start(() -> agent.status(post));

        fail(errand, "the dump broke off: the disk is full");
        told.countDown();

        assertThat(dump.get().exit()).isIn(ExitCode.FAILED.code(), ExitCode.REFUSED.code());
        assertThat(dump.get().err()).containsAnyOf("not the whole", "the disk is full");
    }

    @Test
    void variables_areKeptInTheSettings_andToldAsTheNodeHasThem() throws ExecutionException, InterruptedException {
        FutureTask<Shell.Ran> set = running("mysql", "set", "held", "1", "max_connections=300", "wait_timeout=DEFAULT");
        Errand errand = fetched();
        assertThat(errand.kind()).isEqualTo("mysql.variables");
        agent.send("POST", path(errand), "application/octet-stream", "{\"max_connections\":\"300\",\"sql_mode\":\"\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(set.get().exit()).as(set.get().err()).isZero();
        assertThat(set.get().out()).containsPattern("1 +max_connections +300").doesNotContain("sql_mode");
        assertThat(shell.brume("service", "show", "held", "1", "-o", "json").json().path("settings").path("variables").path("max_connections").asText()).isEqualTo("300");
    }

    @Test
    void dump_isLoadedOnce_howeverOftenTheRequestIsRepeated() throws IOException {
        Path file = Files.writeString(folder.resolve("a.sql"), "CREATE TABLE a (id INT);");
        Shell.Ran loaded = shell.brume("mysql", "load", "held", "1", file.toString());
        assertThat(loaded.exit()).as(loaded.err()).isZero();
        assertThat(loaded.err()).contains("done, 100 %");

        String digest = director.admin().send("PUT", "/api/v1/blobs", "application/octet-stream", Files.readAllBytes(file)).json().path("digest").asText();
        TestClient keyed = director.admin().header("Idempotency-Key", "once");
        String body = "{\"digest\":\"" + digest + "\"}";
        TestClient.Answer first = keyed.post("/api/v1/apps/held/services/1/loads", body);
        assertThat(first.status()).isEqualTo(202);
        assertThat(keyed.post("/api/v1/apps/held/services/1/loads", body).text()).isEqualTo(first.text());
    }

    @Test
    void loadOfNothing_orIntoNothing_isRefused() {
        assertThat(shell.brume("mysql", "load", "held", "1", "/no/such/file").exit()).isEqualTo(ExitCode.USAGE.code());
        assertThat(director.client().header("Idempotency-Key", "x").post("/api/v1/apps/held/services/1/loads", "{}").status()).isEqualTo(401);
        assertThat(shell.brume("mysql", "load", "held", "1", "https://user:secret@example.org/dump").err()).contains("without user and password");
    }

    @Test
    void everyMistakeInVariables_isToldAtOnce_andNothingIsChanged() {
        Shell.Ran ran = shell.brume("mysql", "set", "held", "1", "wsrep_on=OFF", "max_connections=1", "colour=blue", "wait_timeout=77");
        assertThat(ran.exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(ran.err()).contains("wsrep_on", "from 10 to 100000", "no variable colour");
        assertThat(shell.brume("service", "show", "held", "1", "-o", "json").out()).doesNotContain("wait_timeout");
    }

    @Test
    void serviceWithoutData_saysSo() {
        assertThat(shell.brume("service", "add", "held", "php", "--name", "pages").exit()).isZero();
        Shell.Ran ran = shell.brume("mysql", "dump", "held", "pages");
        assertThat(ran.exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(ran.err()).contains("holds no data");
    }

    @Test
    void dumps_areAudited() throws ExecutionException, InterruptedException {
        FutureTask<Shell.Ran> dump = dump();
        fail(fetched(), "not now");
        assertThat(dump.get().exit()).isEqualTo(ExitCode.REFUSED.code());
        assertThat(shell.brume("audit", "-o", "json").out()).contains("/services/1/dump");
    }
}
