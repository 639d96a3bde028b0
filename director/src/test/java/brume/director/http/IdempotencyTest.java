package brume.director.http;

import static org.assertj.core.api.Assertions.assertThat;

import brume.director.db.OnBothEngines;
import brume.director.db.generated.Tables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothEngines
final class IdempotencyTest {
    private static final String THING = "{\"name\":\"x\",\"tags\":[],\"sizes\":{}}";

    @TempDir
    Path home;

    private Things things;
    private LiveDirector director;
    private TestClient keyed;

    @BeforeEach
    void start() throws IOException {
        things = new Things();
        director = new LiveDirector(home, things.routes());
        keyed = director.admin().header("Idempotency-Key", "k-1");
    }

    @AfterEach
    void stop() {
        director.close();
    }

    private static String code(TestClient.Answer answer) {
        return answer.status() + " " + answer.json().get("code").textValue();
    }

    @Test
    void sameRequestAgain_getsTheFirstAnswer_andIsNotDoneAgain() {
        TestClient.Answer first = keyed.post("/api/v1/things", THING);
        TestClient.Answer again = keyed.post("/api/v1/things", THING);

        assertThat(first.status()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag")).contains("\"1\"");
        assertThat(again.header("Idempotency-Replayed")).contains("true");
        assertThat(things.made).hasValue(1);
    }

    @Test
    void sameKeyForAnotherRequest_isRefused() {
        keyed.post("/api/v1/things", THING);

        assertThat(code(keyed.post("/api/v1/things", THING.replace("x", "y")))).isEqualTo("422 key-reused");
        assertThat(code(keyed.post("/api/v1/refusals"))).isEqualTo("422 key-reused");
        assertThat(things.made).hasValue(1);
    }

    @Test
    void keysOfAnotherAccount_areNotSeen_andWithoutKeyNothingIsKept() throws IOException {
        director.admin().post("/api/v1/things", THING);
        director.admin().post("/api/v1/things", THING);

        assertThat(things.made).hasValue(2);
    }

    @Test
    void streamedBodies_areComparedToo() {
        byte[] bytes = "some bytes".getBytes(StandardCharsets.UTF_8);
        byte[] others = "same bytes".getBytes(StandardCharsets.UTF_8);
        TestClient.Answer first = keyed.send("PUT", "/api/v1/bytes", "application/octet-stream", bytes);

        assertThat(keyed.send("PUT", "/api/v1/bytes", "application/octet-stream", bytes).text()).isEqualTo(first.text());
        assertThat(code(keyed.send("PUT", "/api/v1/bytes", "application/octet-stream", others))).isEqualTo("422 key-reused");
        assertThat(things.made).hasValue(1);
    }

    @Test
    void refusedRequest_givesItsKeyBack() {
        keyed.post("/api/v1/refusals");
        keyed.post("/api/v1/refusals");

        assertThat(things.made).hasValue(2);
        assertThat(keyed.post("/api/v1/things", THING).status()).isEqualTo(202);
    }

    @Test
    void requestThatBroke_isNotDoneAgain_becauseNobodyKnowsWhatItDid() {
        keyed.post("/api/v1/defects");

        assertThat(code(keyed.post("/api/v1/defects"))).isEqualTo("409 outcome-unknown");
        assertThat(things.made).hasValue(1);
    }

    @Test
    void secondRequestWhileTheFirstIsInWork_isRefused() throws Exception {
        CompletableFuture<TestClient.Answer> first = CompletableFuture.supplyAsync(() -> keyed.post("/api/v1/slow"));
        things.entered.await();

        assertThat(code(keyed.post("/api/v1/slow"))).isEqualTo("409 request-in-work");
        things.gate.release();
        assertThat(first.get().status()).isEqualTo(202);
        assertThat(keyed.post("/api/v1/slow").text()).isEqualTo(first.get().text());
    }

    @Test
    void answersWithSecrets_areKeptNowhere() {
        TestClient.Answer answer = keyed.post("/api/v1/tokens", "{\"name\":\"t\",\"scope\":\"read\"}");

        assertThat(code(answer)).isEqualTo("400 key-not-here");
        assertThat(director.database.<Integer>read(tx -> tx.fetchCount(Tables.IDEMPOTENCY))).isZero();
    }

    @Test
    void oddKeys_areRefused() throws IOException {
        assertThat(code(director.admin().header("Idempotency-Key", "k".repeat(101)).post("/api/v1/things", THING))).isEqualTo("400 malformed-key");
        assertThat(code(director.admin().header("Idempotency-Key", "a b").post("/api/v1/things", THING))).isEqualTo("400 malformed-key");
    }
}
