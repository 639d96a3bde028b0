package brume.director.http;

import static org.assertj.core.api.Assertions.assertThat;

import brume.director.db.OnBothEngines;
import brume.director.db.generated.Tables;
import brume.director.engine.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Long polls and event streams. Waits for what happens, never for time to pass. */
@Timeout(120)
@OnBothEngines
final class WaitingTest {
    @TempDir
    Path home;

    private Things things;
    private LiveDirector director;

    @BeforeEach
    void start() throws IOException {
        things = new Things();
        director = new LiveDirector(home, things.routes());
    }

    @AfterEach
    void stop() {
        director.close();
    }

    private CompletableFuture<TestClient.Answer> asked(String path) throws IOException {
        TestClient admin = director.admin();
        return CompletableFuture.supplyAsync(() -> admin.get(path));
    }

    private void untilLooked(int times) {
        while (things.looks.get() < times) {
            Thread.onSpinWait();
        }
    }

    @Test
    void longPoll_isAnsweredByTheEvent_andLooksOnlyThen() throws Exception {
        CompletableFuture<TestClient.Answer> answer = asked("/api/v1/generation?ready=2&wait=60");
        untilLooked(1);
        Things.happens(director, "not yet");
        untilLooked(2);
        things.generation.set(2);
        Things.happens(director, "now");

        assertThat(answer.get().json().get("value").intValue()).isEqualTo(2);
        assertThat(things.looks).hasValueBetween(3, 4);
    }

    @Test
    void longPoll_isNotWokenByOthers() throws Exception {
        CompletableFuture<TestClient.Answer> answer = asked("/api/v1/generation?ready=2&wait=1");
        untilLooked(1);
        director.database.write(tx -> {
            director.events.append(tx, Kind.APP, UUID.randomUUID(), "changed", "another");
            return true;
        });

        assertThat(answer.get().json().get("value").intValue()).isEqualTo(1); // the wait ran out
        assertThat(things.looks).hasValue(2);
    }

    @Test
    void whoDoesNotAskToWait_isAnsweredAtOnce() throws Exception {
        assertThat(asked("/api/v1/generation").get().status()).isEqualTo(200);
        assertThat(asked("/api/v1/generation?ready=9&wait=0").get().status()).isEqualTo(200);
        assertThat(asked("/api/v1/generation?ready=9&wait=61").get().status()).isEqualTo(400);
    }

    @Test
    void closing_answersThoseWhoWait() throws Exception {
        CompletableFuture<TestClient.Answer> answer = asked("/api/v1/generation?ready=2&wait=60");
        director.contract(); // so that the answer can be held against it afterwards
        untilLooked(1);
        director.server.close();

        assertThat(answer.get().status()).isEqualTo(200);
    }

    private BufferedReader follow(TestClient client, String path) throws IOException, InterruptedException {
        return new BufferedReader(new InputStreamReader(client.open(path).body(), StandardCharsets.UTF_8));
    }

    private static List<String> lines(BufferedReader stream, String prefix, int count) throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < count) {
            String line = stream.readLine();
            if (line == null) {
                return lines;
            }
            if (line.startsWith(prefix)) {
                lines.add(line);
            }
        }
        return lines;
    }

    @Test
    void eventStream_tellsWhatHappens_andResumesByItsToken() throws Exception {
        Things.happens(director, "one");
        try (BufferedReader stream = follow(director.admin(), "/api/v1/events?after=0")) {
            Things.happens(director, "two");
            assertThat(lines(stream, "id:", 2)).containsExactly("id: 1", "id: 2");
        }
        Things.happens(director, "three");
        try (BufferedReader stream = follow(director.admin().header("Last-Event-ID", "1"), "/api/v1/events?after=0")) {
            List<String> data = lines(stream, "data:", 2);
            assertThat(data.getFirst()).startsWith("data: {\"seq\":2,").contains("\"kind\":\"app\"", "\"text\":\"two\"", Things.ID.toString());
            assertThat(data.getLast()).contains("\"text\":\"three\"");
        }
    }

    @Test
    void newListener_hearsFromNowOn() throws Exception {
        Things.happens(director, "before");
        try (BufferedReader stream = follow(director.admin(), "/api/v1/events")) {
            Things.happens(director, "after");

            assertThat(lines(stream, "data:", 1).getFirst()).contains("\"text\":\"after\"");
        }
    }

    @Test
    void resumeTokenThatIsNoLongerKept_isToldSo() throws Exception {
        Things.happens(director, "one");
        Things.happens(director, "two");
        director.database.write(tx -> tx.deleteFrom(Tables.EVENT).where(Tables.EVENT.SEQ.eq(1L)).execute());

        assertThat(director.admin().get("/api/v1/events?after=0").status()).isEqualTo(410);
        assertThat(director.admin().get("/api/v1/events?after=9").status()).isEqualTo(410);
        assertThat(director.admin().header("Last-Event-ID", "x").get("/api/v1/events").status()).isEqualTo(400);
    }

    @Test
    void closing_endsStreams() throws Exception {
        try (BufferedReader stream = follow(director.admin(), "/api/v1/events")) {
            assertThat(stream.readLine()).isEqualTo(":");
            director.server.close();

            assertThat(lines(stream, "data:", 1)).isEmpty();
        }
    }

    @Test
    void stalledListener_holdsNobodyUp() throws Exception {
        try (BufferedReader stalled = follow(director.admin(), "/api/v1/events?after=0")) {
            String text = "x".repeat(2_000);
            for (int i = 0; i < 200; i++) {
                Things.happens(director, text);
            }
            try (BufferedReader quick = follow(director.admin(), "/api/v1/events?after=0")) {
                assertThat(lines(quick, "id:", 200)).hasSize(200).endsWith("id: 200");
            }
            assertThat(lines(stalled, "id:", 200)).hasSize(200); // and it catches up: nothing was skipped
        }
    }
}
