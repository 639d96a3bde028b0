package brume.director.http;

import static org.assertj.core.api.Assertions.assertThat;

import brume.director.db.OnBothEngines;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothEngines
final class EdgeTest {
    private static final String THING = "{\"name\":\"x\",\"tags\":[],\"sizes\":{}}";

    @TempDir
    Path home;

    private Things things;
    private LiveDirector director;
    private TestClient admin;

    @BeforeEach
    void start() throws IOException {
        things = new Things();
        director = new LiveDirector(home, things.routes());
        admin = director.admin();
    }

    @AfterEach
    void stop() {
        director.close();
    }

    private static List<String> codes(TestClient.Answer answer) {
        assertThat(answer.header("Content-Type")).contains(ProblemView.MEDIA_TYPE);
        List<String> codes = new ArrayList<>();
        answer.json().get("problems").forEach(p -> codes.add(p.get("code").textValue()));
        return codes;
    }

    @Test
    void document_namesEveryRoute_andNothingElse() {
        JsonNode document = director.client().get("/api/v1/openapi.json").json();

        List<String> described = new ArrayList<>();
        document.get("paths").properties().forEach(path -> path.getValue().fieldNames().forEachRemaining(m -> described.add(m + " " + path.getKey())));
        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(director.server.routes().stream().map(r -> OpenApi.method(r) + " " + r.fullPath()).toList());
        assertThat(document.at("/components/schemas/ThingView/required")).map(JsonNode::textValue).containsExactlyInAnyOrder("id", "name", "number", "parts", "sizes", "kind");
    }

    @Test
    void unknownPathAndMethod_areProblems() {
        assertThat(codes(admin.get("/api/v1/nothing"))).containsExactly("no-such-path");
        TestClient.Answer method = admin.delete("/api/v1/things");
        assertThat(method.status()).isEqualTo(405);
        assertThat(codes(method)).containsExactly("method-not-allowed");
        assertThat(method.header("Allow").orElse("")).contains("GET", "POST");
    }

    @Test
    void everyMistakeInTheParameters_isTold() {
        TestClient.Answer answer = admin.get("/api/v1/things?size=99&kind=huge&colour=red");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(codes(answer)).containsExactlyInAnyOrder("bad-parameter", "bad-parameter", "missing-parameter", "unknown-parameter");
        assertThat(admin.get("/api/v1/things?name=a&name=b").status()).isEqualTo(400);
        assertThat(admin.get("/api/v1/things?name=a&kind=large&size=1").status()).isEqualTo(200);
    }

    @Test
    void bodies_areTakenAsDeclared() {
        byte[] json = THING.getBytes(StandardCharsets.UTF_8);
        assertThat(codes(admin.send("POST", "/api/v1/things", "text/plain", json))).containsExactly("unsupported-media-type");
        assertThat(codes(admin.header("Content-Encoding", "gzip").send("POST", "/api/v1/things", "application/json", json))).containsExactly("unsupported-encoding");
        assertThat(codes(admin.post("/api/v1/things", "{\"name\":"))).containsExactly("malformed-json");
        assertThat(codes(admin.post("/api/v1/things", ""))).containsExactly("missing-body");
        assertThat(codes(admin.post("/api/v1/things", "{\"name\":\"a\",\"name\":\"b\"}"))).containsExactly("malformed-json");
        assertThat(codes(admin.post("/api/v1/things", "[]"))).containsExactly("wrong-type");
        assertThat(codes(admin.post("/api/v1/things", "{\"name\":\" \",\"tags\":[],\"sizes\":{}}"))).containsExactly("invalid-value");
        assertThat(codes(admin.post("/api/v1/things", "{\"name\":\"x\",\"count\":1.5,\"tags\":[1],\"sizes\":{\"a\":\"b\"}}")))
                .containsExactly("wrong-type", "wrong-type", "wrong-type");
        assertThat(codes(admin.send("PATCH", "/api/v1/things/a", "application/json", json))).containsExactly("body-not-here");
        String large = "{\"name\":\"" + "x".repeat(Limits.JSON_BYTES_MAX) + "\"}";
        assertThat(admin.post("/api/v1/things", large).status()).isEqualTo(413);
        assertThat(admin.post("/api/v1/things", "{\"name\":\"x\",\"count\":null,\"tags\":[\"t\"],\"sizes\":{\"a\":1}}").status()).isEqualTo(202);
        assertThat(things.made).hasValue(1);
    }

    @Test
    void rawBodies_areStreamed_upToTheirLimit() {
        assertThat(admin.send("PUT", "/api/v1/bytes", "application/octet-stream", new byte[1_000_000]).json().get("value").intValue()).isEqualTo(1_000_000);
        assertThat(admin.send("PUT", "/api/v1/bytes", "application/octet-stream", new byte[1_000_001]).status()).isEqualTo(413);
        HttpRequest.BodyPublisher unannounced = HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofByteArray(new byte[1_000_001]));
        assertThat(admin.send(admin.request("/api/v1/bytes").PUT(unannounced)).status()).isEqualTo(413);
    }

    @Test
    void downloads_haveALengthAndASafeName() {
        TestClient.Answer answer = admin.get("/api/v1/bytes/300000");

        assertThat(answer.response().body()).hasSize(300_000);
        assertThat(answer.header("Content-Disposition")).contains("attachment; filename=\"zero_es_\"");
    }

    @Test
    void refusal_tellsAllProblems_withPlaces() {
        TestClient.Answer answer = admin.post("/api/v1/refusals");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().toString()).isEqualTo("{\"type\":\"urn:brume:problem:invalid-request\",\"title\":\"Unprocessable Content\",\"status\":422,"
                + "\"detail\":\"The request has 2 mistakes.\",\"code\":\"invalid-request\",\"problems\":[{\"code\":\"one\",\"text\":\"One.\"},"
                + "{\"code\":\"two\",\"text\":\"Two.\",\"place\":{\"source\":\"f\",\"line\":3,\"column\":4,\"pointer\":\"/x\"}}]}");
    }

    @Test
    void defect_tellsNothingOfTheInside() {
        TestClient.Answer answer = admin.post("/api/v1/defects");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(codes(answer)).containsExactly("internal-error");
        assertThat(answer.text()).doesNotContain("secret");
    }

    @Test
    void versions_guardChanges_andSaveAnswers() {
        assertThat(admin.get("/api/v1/things/a").header("ETag")).contains("\"7\"");
        assertThat(admin.header("If-None-Match", "\"7\"").get("/api/v1/things/a").status()).isEqualTo(304);
        assertThat(admin.header("If-None-Match", "\"6\"").get("/api/v1/things/a").status()).isEqualTo(200);
        assertThat(codes(admin.header("If-Match", "\"6\"").send(admin.header("If-Match", "\"6\"").request("/api/v1/things/a").method("PATCH", HttpRequest.BodyPublishers.noBody()))))
                .containsExactly("changed-meanwhile");
        assertThat(things.made).hasValue(0);
        assertThat(admin.send(admin.header("If-Match", "\"5\", \"7\"").request("/api/v1/things/a").method("PATCH", HttpRequest.BodyPublishers.noBody())).status())
                .isEqualTo(202);
    }

    @Test
    void pages_followEachOtherToTheEnd() {
        List<Integer> seen = new ArrayList<>();
        Optional<String> next = Optional.of("0");
        while (next.isPresent()) {
            JsonNode page = admin.get("/api/v1/numbers?limit=5&after=" + next.get()).json();
            page.get("items").forEach(n -> seen.add(n.get("value").intValue()));
            next = Optional.ofNullable(page.get("next")).map(JsonNode::textValue);
        }
        assertThat(seen).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(admin.get("/api/v1/numbers?limit=5001").status()).isEqualTo(400);
    }

    @Test
    void head_isAnsweredWhereGetIs_withoutABody() {
        TestClient.Answer answer = admin.send(admin.request("/api/v1/things/a").method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEmpty();
    }

    @Test
    void answers_carrySecurityHeaders_andNoServerName() {
        for (TestClient.Answer answer : List.of(admin.get("/api/v1/things/a"), admin.get("/api/v1/nothing"), director.client().get("/api/v1/things/a"))) {
            assertThat(answer.header("Cache-Control")).contains("no-store");
            assertThat(answer.header("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.header("Content-Security-Policy").orElse("")).contains("default-src 'none'");
            assertThat(answer.header("Server")).isEmpty();
        }
        assertThat(director.client().get("/api/v1/things/a").header("WWW-Authenticate")).isPresent();
    }

    @Test
    void clients_speakHttp2() {
        assertThat(admin.get("/api/v1/things/a").response().version()).isEqualTo(HttpClient.Version.HTTP_2);
    }

    @Test
    void audit_keepsEveryChange_andItsOutcome() {
        admin.post("/api/v1/things", THING);
        admin.post("/api/v1/refusals");
        admin.post("/api/v1/defects");
        admin.get("/api/v1/things/a");
        director.client().post("/api/v1/session", "{\"name\":\"admin\",\"password\":\"" + director.adminPassword() + "\"}");
        director.client().post("/api/v1/session", "{\"name\":\"admin\",\"password\":\"wrong\"}");

        List<String> trail = new ArrayList<>();
        admin.get("/api/v1/audit").json().get("items").forEach(row ->
                trail.add(row.get("who").textValue() + " " + row.get("method").textValue() + " " + row.get("path").textValue() + " " + row.get("status")));

        assertThat(trail).containsExactly(
                "admin POST /api/v1/session 201",
                "admin (local) POST /api/v1/defects 500",
                "admin (local) POST /api/v1/refusals 422",
                "admin (local) POST /api/v1/things 202");
    }

    @Test
    void bigLists_areCompleteJson() {
        assertThat(admin.get("/api/v1/things?name=" + "n".repeat(20)).json()).hasSize(1);
    }
}
