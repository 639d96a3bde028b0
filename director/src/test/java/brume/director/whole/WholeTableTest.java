package brume.director.whole;

import static org.assertj.core.api.Assertions.assertThat;

import brume.director.http.Access;
import brume.director.http.Door;
import brume.director.http.Route;
import brume.director.http.TestClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route that the director serves, with every kind of caller, against a table that people reviewed; and the OpenAPI document against both. */
final class WholeTableTest {
    /** {@code NEVER} is an administrator's token in the hands of an account that is none. */
    private enum Who {
        NOBODY,
        STRANGER,
        READER,
        WRITER,
        ADMIN,
        NEVER,
        AGENT
    }

    @TempDir
    static Path folder;

    private static WholeDirector director;
    private static final Map<Who, TestClient> CALLERS = new EnumMap<>(Who.class);

    @BeforeAll
    static void start() throws IOException {
        director = new WholeDirector(folder.resolve("home"));
        TestClient admin = director.admin();
        String app = admin.post("/api/v1/apps", "{\"name\":\"a\"}").json().path("id").asText();
        admin.post("/api/v1/apps/" + app + "/services", "{\"type\":\"php\",\"start\":true}");
        CALLERS.put(Who.NOBODY, director.client());
        CALLERS.put(Who.STRANGER, director.client().token("brume_nobodys"));
        for (Who who : List.of(Who.READER, Who.WRITER, Who.ADMIN)) {
            CALLERS.put(who, director.client().token(token(admin, who)));
        }
        CALLERS.put(Who.NEVER, director.client().token(director.tokenOfAnOrdinaryAccount()));
        CALLERS.put(Who.AGENT, director.anyAgent());
    }

    @AfterAll
    static void stop() {
        director.close();
    }

    private static String token(TestClient by, Who who) {
        String scope = switch (who) {
            case READER -> "read";
            case WRITER -> "write";
            case ADMIN -> "admin";
            case NOBODY, STRANGER, NEVER, AGENT -> throw new IllegalArgumentException("has no token");
        };
        return by.post("/api/v1/tokens", "{\"name\":\"" + scope + "\",\"scope\":\"" + scope + "\"}").json().path("secret").asText();
    }

    private static List<String> table() {
        return director.routes().stream().map(r -> r.verb() + " " + r.fullPath() + " " + r.access()).sorted().toList();
    }

    @Test
    void everyRoute_hasTheRoleThatWasReviewed() throws IOException {
        try (InputStream in = WholeTableTest.class.getResourceAsStream("routes.txt")) {
            String reviewed = new String(Objects.requireNonNull(in, "the table is there").readAllBytes(), StandardCharsets.UTF_8);
            assertThat(table()).as("a new route, or another role: have it reviewed and put it into routes.txt").isEqualTo(reviewed.lines().sorted().toList());
        }
    }

    /** What is answered to a caller who may not pass; 0 when he may. */
    private static int refusal(Access access, Who who) {
        return switch (access) {
            case PUBLIC, AGENT_ENROL -> 0;
            case USER_READ -> unknown(who) ? 401 : 0;
            case USER_WRITE -> unknown(who) ? 401 : who == Who.READER ? 403 : 0;
            case ADMIN -> unknown(who) ? 401 : who == Who.ADMIN ? 0 : 403;
            case AGENT -> who == Who.AGENT ? 0 : 401;
        };
    }

    private static boolean unknown(Who who) {
        return who == Who.NOBODY || who == Who.STRANGER || who == Who.AGENT;
    }

    @Test
    void everyRoute_letsThroughWhomTheTableSays_andNobodyElse() {
        Map<String, String> wrong = new TreeMap<>();
        for (Route route : director.routes()) {
            CALLERS.forEach((who, client) -> {
                int status = status(client, route);
                int refusal = refusal(route.access(), who);
                boolean right = refusal == 0 ? status != 401 && status != 403 : status == refusal;
                if (!right) {
                    wrong.put(route.verb() + " " + route.fullPath() + " by " + who, status + " instead of " + refusal);
                }
            });
        }
        assertThat(wrong).isEmpty();
    }

    /** Without a body and about things that are not there, so that whoever passes changes nothing. */
    private static int status(TestClient client, Route route) {
        String path = route.fullPath().replaceAll("\\{[^}]*}", "absent");
        // who passes here would end the token of the call
        if (path.endsWith("/session") && route.verb().name().equals("DELETE")) {
            path += "?unknown=1";
        }
        return client.status(client.request(path).method(route.verb().name(), HttpRequest.BodyPublishers.noBody()));
    }

    @Test
    void everyPath_isBehindItsOwnDoorOnly() {
        for (Route route : director.routes()) {
            Door other = route.access().door() == Door.API ? Door.AGENT : Door.API;
            TestClient agent = Objects.requireNonNull(CALLERS.get(Who.AGENT));
            assertThat(agent.at(other, route.fullPath().replaceAll("\\{[^}]*}", "absent")).status()).as(route.fullPath()).isEqualTo(404);
        }
    }

    @Test
    void document_namesEveryRoute_andNothingElse() {
        JsonNode document = director.client().get("/api/v1/openapi.json").json();
        List<String> described = new ArrayList<>();
        document.path("paths").properties().forEach(path -> path.getValue().fieldNames().forEachRemaining(m -> described.add(m.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(described).containsExactlyInAnyOrderElementsOf(director.routes().stream().map(r -> r.verb() + " " + r.fullPath()).toList());
    }

    /** The client holds every answer against the document; here are good ones of every route that shows something. */
    @Test
    void everyAnswer_isAsTheDocumentSays() {
        TestClient admin = Objects.requireNonNull(CALLERS.get(Who.ADMIN));
        String service = "/apps/a/services/1";
        admin.send("POST", "/api/v1" + service + "/code?filename=a.tar&activate=true", "application/octet-stream", tar());
        String code = admin.get("/api/v1" + service + "/code").json().path(0).path("id").asText();
        String digest = admin.get("/api/v1/apps/a/manifest").json().path("contents").path(0).path("digest").asText();
        String node = admin.get("/api/v1" + service + "/nodes").json().path(0).path("id").asText();
        Map<String, String> values = Map.of("{app}", "a", "{service}", "1", "{code}", code, "{instance}", node, "{node}", node, "{site}", WholeDirector.SITE, "{number}", "1", "{digest}", digest);
        List<String> shown = new ArrayList<>();
        for (Route route : director.routes()) {
            boolean stream = route.path().equals("/events");
            boolean ofDatabases = route.path().endsWith("/dump") || route.path().endsWith("/loads/{load}"); // tried where there is one
            if (!route.verb().name().equals("GET") || route.access().door() != Door.API || stream || ofDatabases) {
                continue;
            }
            String path = route.fullPath();
            for (Map.Entry<String, String> value : values.entrySet()) {
                path = path.replace(value.getKey(), value.getValue());
            }
            TestClient.Answer answer = admin.get(path);
            assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(200);
            shown.add(path);
        }
        assertThat(shown).hasSizeGreaterThan(20);
    }

    /** The smallest archive: one file. */
    private static byte[] tar() {
        byte[] tar = new byte[2048];
        put(tar, 0, "index.php");
        put(tar, 100, "0000644");
        put(tar, 108, "0000000");
        put(tar, 116, "0000000");
        put(tar, 124, "00000000001");
        put(tar, 136, "00000000000");
        put(tar, 148, "        ");
        tar[156] = '0';
        put(tar, 257, "ustar");
        put(tar, 263, "00");
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += tar[i];
        }
        put(tar, 148, String.format(Locale.ROOT, "%06o", sum));
        tar[154] = 0;
        tar[512] = 'x';
        return tar;
    }

    private static void put(byte[] at, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, at, offset, bytes.length);
    }
}
