package brume.driver.incus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.driver.DriverException;
import brume.testkit.contract.SilentServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UnixHttpTest {
    private static final String CHUNKED = String.join(
            "\r\n", "HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "X-Kind: a", "", "4;note=x", "wild", "6", "carrot", "0", "X-Trailer: t", "", "");
    private static final ScriptedServer.Act OK = ScriptedServer.json(200, "{}");

    @Test
    void chunkedReply_isJoined() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.raw(CHUNKED), OK);
                UnixHttp http = new UnixHttp(server.socket())) {
            HttpReply reply = http.call(get());

            assertThat(text(reply)).isEqualTo("wildcarrot");
            assertThat(reply.header("x-kind")).contains("a");
            http.call(get());
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void interimReply_isPassedOver() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.raw("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nhi"));
                UnixHttp http = new UnixHttp(server.socket())) {
            HttpReply reply = http.call(post("x"));

            assertThat(reply.status()).isEqualTo(201);
            assertThat(text(reply)).isEqualTo("hi");
        }
    }

    @Test
    void replyWithoutLength_endsWithItsConnection() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.lastWords(ScriptedServer.raw("HTTP/1.1 200 OK\r\n\r\nall of it")), OK);
                UnixHttp http = new UnixHttp(server.socket())) {
            assertThat(text(http.call(get()))).isEqualTo("all of it");
            assertThat(http.call(get()).status()).isEqualTo(200);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void connection_isUsedAgain() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(OK, OK, OK);
                UnixHttp http = new UnixHttp(server.socket())) {
            http.call(get());
            http.call(post("{\"a\":1}"));
            http.call(get());

            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.requests().get(1)).isEqualTo("POST /1.0/things?project=p HTTP/1.1 | {\"a\":1}");
        }
    }

    @Test
    void connectionThatSaysClose_isNotUsedAgain() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.raw("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"), OK);
                UnixHttp http = new UnixHttp(server.socket())) {
            http.call(get());
            http.call(get());

            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void connectionThatEndedWhileIdle_isNotUsedForAChange() throws IOException, InterruptedException {
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.lastWords(OK), OK);
                UnixHttp http = new UnixHttp(server.socket())) {
            http.call(get());
            server.awaitEnd();

            assertThat(http.call(post("x")).status()).isEqualTo(200);
        }
    }

    @Test
    void getOnAKeptConnectionThatEnds_isRepeatedOnAFreshOne() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(OK, ScriptedServer.hangUp(), OK);
                UnixHttp http = new UnixHttp(server.socket())) {
            http.call(get());

            assertThat(http.call(get()).status()).isEqualTo(200);
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void changeOnAKeptConnectionThatEnds_isOutcomeUnknown_andNotRepeated() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(OK, ScriptedServer.hangUp(), OK);
                UnixHttp http = new UnixHttp(server.socket())) {
            http.call(get());

            assertThatThrownBy(() -> http.call(post("x"))).isInstanceOf(DriverException.OutcomeUnknown.class);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void getOnAFreshConnectionThatEnds_isTransient() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.hangUp());
                UnixHttp http = new UnixHttp(server.socket())) {
            assertThatThrownBy(() -> http.call(get())).isInstanceOf(DriverException.Transient.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void replyThatEndsInTheMiddle_isLost() throws IOException {
        ScriptedServer.Act half = ScriptedServer.lastWords(ScriptedServer.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
        try (ScriptedServer server = ScriptedServer.of(OK, half, half);
                UnixHttp http = new UnixHttp(server.socket())) {
            http.call(get());

            assertThatThrownBy(() -> http.call(get())).isInstanceOf(DriverException.Transient.class);
            assertThatThrownBy(() -> http.call(post("x"))).isInstanceOf(DriverException.OutcomeUnknown.class);
        }
    }

    @Test
    void replyThatIsNotHttp_isLost() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.raw("220 mail.example ESMTP\r\n"));
                UnixHttp http = new UnixHttp(server.socket())) {
            assertThatThrownBy(() -> http.call(get())).isInstanceOf(DriverException.Transient.class);
        }
    }

    @Test
    void endlessHead_isGivenUp() throws IOException {
        try (ScriptedServer server = ScriptedServer.of(ScriptedServer.raw("HTTP/1.1 200 OK\r\nX-Long: " + "y".repeat(100_000) + "\r\n\r\n"));
                UnixHttp http = new UnixHttp(server.socket())) {
            assertThatThrownBy(() -> http.call(get())).isInstanceOf(DriverException.Transient.class);
        }
    }

    @Test
    void replyOverTheLimit_isRefusedOrCut() throws IOException {
        ScriptedServer.Act ten = ScriptedServer.raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789");
        try (ScriptedServer server = ScriptedServer.of(ten, ten, OK);
                UnixHttp http = new UnixHttp(server.socket())) {
            assertThatThrownBy(() -> http.call(get(new ReplyLimit(9, ReplyLimit.Beyond.FAIL)))).isInstanceOf(DriverException.Transient.class);
            assertThat(text(http.call(get(new ReplyLimit(4, ReplyLimit.Beyond.CUT))))).isEqualTo("0123");
            assertThat(text(http.call(get()))).isEqualTo("{}");
        }
    }

    @Test
    void refusalBeforeTheEndOfAnUpload_isHeard(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("large"), new byte[4 << 20]);
        ScriptedServer.Act refuse = ScriptedServer.lastWords(ScriptedServer.json(413, "{\"type\":\"error\"}"));
        HttpBody body = new HttpBody("application/octet-stream", List.of(new HttpPart.Disk(file, Files.size(file))));
        try (ScriptedServer server = ScriptedServer.hasty(refuse);
                UnixHttp http = new UnixHttp(server.socket())) {
            HttpReply reply = http.call(new HttpCall("POST", "/1.0/images", Map.of(), body, Duration.ofSeconds(20), ReplyLimit.JSON));

            assertThat(reply.status()).isEqualTo(413);
        }
    }

    @Test
    void absentSocket_isTransient_andTheFactNamesIt() {
        try (UnixHttp http = new UnixHttp(Path.of("/nonexistent/unix.socket"))) {
            assertThatThrownBy(() -> http.call(post("x")))
                    .isInstanceOfSatisfying(DriverException.Transient.class, e -> assertThat(e.fact()).contains("/nonexistent/unix.socket"));
        }
    }

    @Test
    void socketThatNobodyListensOn_isTransient() throws IOException {
        ScriptedServer gone = ScriptedServer.of();
        Path socket = gone.socket();
        gone.close();
        try (UnixHttp http = new UnixHttp(socket)) {
            assertThatThrownBy(() -> http.call(post("x"))).isInstanceOf(DriverException.Transient.class);
        }
    }

    @Test
    void silence_endsAtTheDeadline(@TempDir Path folder) {
        Path socket = folder.resolve("s");
        HttpCall get = new HttpCall("GET", "/1.0", Map.of(), HttpBody.NONE, Duration.ofMillis(50), ReplyLimit.JSON);
        HttpCall post = new HttpCall("POST", "/1.0", Map.of(), HttpBody.NONE, Duration.ofMillis(50), ReplyLimit.JSON);
        try (SilentServer _ = SilentServer.onSocket(socket);
                UnixHttp http = new UnixHttp(socket)) {
            assertThatThrownBy(() -> http.call(get)).isInstanceOf(DriverException.Transient.class).hasMessageContaining("deadline");
            assertThatThrownBy(() -> http.call(post)).isInstanceOf(DriverException.OutcomeUnknown.class).hasMessageContaining("deadline");
        }
    }

    private static HttpCall get() {
        return get(ReplyLimit.JSON);
    }

    private static HttpCall get(ReplyLimit limit) {
        return new HttpCall("GET", "/1.0/things?project=p", Map.of(), HttpBody.NONE, Duration.ofSeconds(20), limit);
    }

    private static HttpCall post(String body) {
        HttpBody json = HttpBody.of("application/json", body.getBytes(StandardCharsets.UTF_8));
        return new HttpCall("POST", "/1.0/things?project=p", Map.of(), json, Duration.ofSeconds(20), ReplyLimit.JSON);
    }

    private static String text(HttpReply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}
