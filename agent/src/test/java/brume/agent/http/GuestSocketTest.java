package brume.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GuestSocketTest {
    @TempDir
    private Path folder;

    /** Answers one request and closes. */
    private Path socket(String answer) throws IOException {
        Path path = folder.resolve("sock");
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        Thread.ofVirtual().start(() -> {
            try (server; SocketChannel client = server.accept(); InputStream in = Channels.newInputStream(client)) {
                StringBuilder request = new StringBuilder();
                while (!request.toString().endsWith("\r\n\r\n")) {
                    request.append((char) in.read());
                }
                String path404 = request.toString().startsWith("GET /1.0/config/user.brume.bootstrap HTTP/1.1\r\n") ? answer : "HTTP/1.1 400 Bad Request\r\n\r\n";
                client.write(ByteBuffer.wrap(path404.getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return path;
    }

    @Test
    void value_comesAsItIs() throws Exception {
        Path socket = socket("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 11\r\n\r\n{\"hello\":1}");
        assertThat(GuestSocket.config(socket, "user.brume.bootstrap")).contains("{\"hello\":1}");
    }

    @Test
    void unknownKey_isEmpty() throws Exception {
        assertThat(GuestSocket.config(socket("HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\nnot found"), "user.brume.bootstrap")).isEmpty();
    }

    @Test
    void trouble_isNotTakenForAnAbsentKey() throws Exception {
        assertThatThrownBy(() -> GuestSocket.config(socket("HTTP/1.1 500 Internal\r\nContent-Length: 0\r\n\r\n"), "user.brume.bootstrap")).hasMessageContaining("500");
        assertThatThrownBy(() -> GuestSocket.config(folder.resolve("nobody"), "user.brume.bootstrap")).isInstanceOf(IOException.class);
    }
}
