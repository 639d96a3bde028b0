package brume.director.db;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Objects;
import javax.net.SocketFactory;

/** Makes connections to one UNIX socket, whatever address is asked for. Public with this constructor, because the PostgreSQL driver makes it by name and argument. */
public final class UnixSocketFactory extends SocketFactory {
    private final Path path;

    /** @param path of the socket's file */
    public UnixSocketFactory(String path) {
        this.path = Path.of(Objects.requireNonNull(path));
    }

    @Override
    public Socket createSocket() throws IOException {
        return UnixSocket.connect(path);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return createSocket();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket();
    }
}
