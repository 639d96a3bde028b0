package brume.agent.http;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The socket by which Incus ({@code /dev/incus/sock}) or LXD ({@code /dev/lxd/sock}) speaks to its guest: HTTP, {@code GET /1.0/config/KEY} answers the value of a
 * {@code user.*} key as it is, or 404 (Incus and LXD documentation, "Communication between instance and host"). A stuck host is left by interrupting the caller.
 */
public final class GuestSocket {
    private GuestSocket() {}

    /** The value of a configuration key of this instance; empty when the host knows none. */
    public static Optional<String> config(Path socket, String key) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            Connection connection = new Connection("guest", Channels.newInputStream(channel), Channels.newOutputStream(channel), channel, patience -> {});
            Connection.Head head = connection.exchange(Request.get("/1.0/config/" + key, Duration.ofSeconds(5)));
            try (Reply reply = new Reply(head.status(), head.headers(), head.body(), connection)) {
                return switch (reply.status()) {
                    case 200 -> Optional.of(reply.text());
                    case 404 -> Optional.empty();
                    default -> throw new IOException("the guest socket answered " + reply.status());
                };
            }
        }
    }
}
