package brume.director.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes over the wire and is no well-behaved request. */
@Timeout(120)
final class RawConnectionTest {
    @TempDir
    Path home;

    private LiveDirector director;

    @BeforeEach
    void start() throws IOException {
        director = new LiveDirector(home, List.of(), Duration.ofMillis(500));
    }

    @AfterEach
    void stop() {
        director.close();
    }

    private SSLSocket connect() throws IOException {
        return (SSLSocket) director.client().tls().getSocketFactory().createSocket("127.0.0.1", director.server.port(Door.API));
    }

    private String answer(String request) throws IOException {
        try (SSLSocket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void brokenRequests_areProblems_andSayNothingOfTheServer() throws IOException {
        assertThat(answer("GET /api/v1/version\r\n\r\n")).startsWith("HTTP/1.1 505").contains("application/problem+json", "http-version");
        assertThat(answer("GET /api/v1/version HTTP/1.1\r\nno header\r\n\r\n")).startsWith("HTTP/1.1 400").contains("application/problem+json", "malformed-request");
        assertThat(answer("GET /api/v1/version HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(10_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431").contains("headers-too-large");
        assertThat(answer("GET /api/v1/%2e%2e/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400").contains("application/problem+json").doesNotContain("Jetty", "jetty", "Ambiguous");
    }

    @Test
    void plainHttp_isNotSpoken() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), director.server.port(Door.API))) {
            socket.getOutputStream().write("GET /api/v1/version HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)).doesNotContain("HTTP/");
        }
    }

    @Test
    void oldTls_isNotSpoken() throws IOException {
        try (SSLSocket socket = connect()) {
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
        try (SSLSocket socket = connect()) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
        }
    }

    @Test
    void headersThatDoNotEnd_areCutOff() throws IOException {
        assertThat(answer("GET /api/v1/version HTTP/1.1\r\nHost: x\r\nX-Slow: ")).isEmpty();
    }

    @Test
    void handshakeThatDoesNotStart_isCutOff() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), director.server.port(Door.API))) {
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void bodyThatDrips_isRefused_butAPauseOfTheReaderIsNot() throws IOException {
        AtomicLong seconds = new AtomicLong();
        InputStream dripping = new InputStream() {
            @Override
            public int read() {
                seconds.incrementAndGet();
                return 'x';
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                buffer[offset] = (byte) read();
                return 1;
            }
        };
        MeteredInput slow = new MeteredInput(dripping, 1_000, () -> Instant.ofEpochSecond(seconds.get()));
        assertThatThrownBy(slow::readAllBytes).isInstanceOf(Refusal.class).hasMessageContaining("too slowly");

        MeteredInput quick = new MeteredInput(new ByteArrayInputStream(new byte[100]), 1_000, () -> Instant.ofEpochSecond(seconds.get()));
        assertThat(quick.readNBytes(50)).hasSize(50);
        seconds.addAndGet(3_600);
        assertThat(quick.readNBytes(60)).hasSize(50);
    }
}
