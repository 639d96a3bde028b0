package brume.testkit.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A server that takes connections and never says a word. It never calls {@code accept}: the kernel completes the connections of its queue, which is all that a client sees.
 */
public final class SilentServer implements AutoCloseable {
    private final ServerSocketChannel channel;

    private SilentServer(ServerSocketChannel channel) {
        this.channel = channel;
    }

    /** Listens on a UNIX socket at that path, where no file may be. */
    public static SilentServer onSocket(Path path) {
        return open(StandardProtocolFamily.UNIX, UnixDomainSocketAddress.of(path));
    }

    /** Listens on a free port of the loopback interface. */
    public static SilentServer onPort() {
        return open(StandardProtocolFamily.INET, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static SilentServer open(StandardProtocolFamily family, SocketAddress address) {
        try {
            ServerSocketChannel channel = ServerSocketChannel.open(family);
            channel.bind(address);
            return new SilentServer(channel);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The port, for a server made by {@link #onPort()}. */
    public int port() {
        return address() instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    private SocketAddress address() {
        try {
            return channel.getLocalAddress();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Closes it and, for a UNIX socket, deletes its file. */
    @Override
    public void close() {
        try {
            SocketAddress address = channel.getLocalAddress();
            channel.close();
            if (address instanceof UnixDomainSocketAddress unix) {
                Files.deleteIfExists(unix.getPath());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
