package brume.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionTest {
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    private Connection saying(String wire) {
        return new Connection("host:1", new ByteArrayInputStream(wire.getBytes(StandardCharsets.ISO_8859_1)), sent, () -> {}, patience -> {});
    }

    private static Request get() {
        return Request.get("/x", Duration.ofSeconds(1));
    }

    private static String body(Connection.Head head) throws IOException {
        return new String(head.body().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void request_isWrittenWhole() throws Exception {
        saying("HTTP/1.1 204 No Content\r\n\r\n").exchange(Request.post("/a?b=c", "{\"é\":1}", Duration.ofSeconds(1)));
        assertThat(sent.toString(StandardCharsets.UTF_8))
                .isEqualTo("POST /a?b=c HTTP/1.1\r\nHost: host:1\r\nAccept: application/json, */*\r\nContent-Type: application/json\r\nContent-Length: 8\r\n\r\n{\"é\":1}");
    }

    @Test
    void bodies_byLength_byChunks_andToTheEnd_areCutOut_andTheConnectionGoesOn() throws Exception {
        Connection connection = saying("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none"
                + "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\ntwo\r\n6\r\n and a\r\n0\r\nTrailer: t\r\n\r\n"
                + "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nX-A: b\r\n\r\nthe rest");
        Connection.Head one = connection.exchange(get());
        assertThat(one.keeps()).isFalse();
        assertThat(body(one)).isEqualTo("one");
        assertThat(one.keeps()).isTrue();
        assertThat(body(connection.exchange(get()))).isEqualTo("two and a");
        Connection.Head rest = connection.exchange(get());
        assertThat(rest.status()).isEqualTo(404);
        assertThat(rest.headers()).containsEntry("x-a", "b");
        assertThat(body(rest)).isEqualTo("the rest");
    }

    @Test
    void answerWithoutBody_keepsTheConnection_unlessItSaysClose() throws Exception {
        assertThat(saying("HTTP/1.1 204 No Content\r\n\r\n").exchange(get()).keeps()).isTrue();
        assertThat(saying("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").exchange(get()).keeps()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"})
    void cutBody_isNotTakenForAWholeOne(String wire) throws Exception {
        Connection.Head head = saying(wire).exchange(get());
        assertThatThrownBy(() -> body(head)).isInstanceOf(EOFException.class);
        assertThat(head.keeps()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "nonsense\r\n\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 999 No\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n"
    })
    void malformedAnswers_areRefused(String wire) {
        assertThatThrownBy(() -> saying(wire).exchange(get())).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\nab\r\n0\r\n\r\n", "2\r\nabc\r\n0\r\n\r\n", "-1\r\n\r\n"})
    void malformedChunks_areRefused(String chunks) throws Exception {
        Connection.Head head = saying("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks).exchange(get());
        assertThatThrownBy(() -> body(head)).isInstanceOf(IOException.class);
    }

    @Test
    void endlessHeader_isRefused() {
        assertThatThrownBy(() -> saying("HTTP/1.1 200 OK\r\nX: " + "y".repeat(100_000)).exchange(get())).hasMessageContaining("longer");
    }

    @Test
    void tooLongText_isRefused() throws Exception {
        Connection.Head head = saying("HTTP/1.1 200 OK\r\n\r\n" + "y".repeat((4 << 20) + 1)).exchange(get());
        Reply reply = new Reply(head.status(), head.headers(), head.body(), () -> {});
        assertThatThrownBy(reply::text).hasMessageContaining("longer");
    }
}
