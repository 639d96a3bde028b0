package brume.testkit.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Passes the bytes of a UNIX socket on to another one, and loses chosen answers: once a request that contains the given text went through, the connection is cut when its
 * answer begins, so that the server has acted and the client does not know. Thread-safe; makes virtual threads of its own.
 */
public final class Relay implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;

    private final Path listen;
    private final Path target;
    private final String losing;
    private final ServerSocketChannel server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private Relay(Path listen, Path target, String losing, ServerSocketChannel server) {
        this.listen = listen;
        this.target = Objects.requireNonNull(target);
        this.losing = Objects.requireNonNull(losing);
        this.server = server;
    }

    /**
     * @param listen path of the socket to make, where no file may be
     * @param losing beginning of the requests whose answers are lost, such as {@code POST /1.0/instances}
     */
    public static Relay open(Path listen, Path target, String losing) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(listen));
            Relay relay = new Relay(listen, target, losing, server);
            relay.threads.execute(relay::accept);
            return relay;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                SocketChannel origin = SocketChannel.open(UnixDomainSocketAddress.of(target));
                AtomicBoolean cut = new AtomicBoolean();
                threads.execute(() -> requests(client, origin, cut));
                threads.execute(() -> answers(origin, client, cut));
            }
        } catch (IOException closed) {
            threads.shutdown();
        }
    }

    private void requests(SocketChannel client, SocketChannel origin, AtomicBoolean cut) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try (client; origin) {
            while (client.read(buffer) >= 0) {
                buffer.flip();
                // A client writes the head of a request at once, so the text is not torn in practice.
                if (StandardCharsets.ISO_8859_1.decode(buffer.duplicate()).toString().contains(losing)) {
                    cut.set(true);
                }
                write(buffer, origin);
            }
        } catch (IOException closed) {
            cut.set(true);
        }
    }

    private static void answers(SocketChannel origin, SocketChannel client, AtomicBoolean cut) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try (client; origin) {
            while (origin.read(buffer) >= 0 && !cut.get()) {
                buffer.flip();
                write(buffer, client);
            }
        } catch (IOException closed) {
            cut.set(true);
        }
    }

    private static void write(ByteBuffer buffer, SocketChannel to) throws IOException {
        while (buffer.hasRemaining()) {
            to.write(buffer);
        }
        buffer.clear();
    }

    /** Cuts every connection and deletes the socket. */
    @Override
    public void close() {
        try {
            server.close();
            threads.shutdownNow();
            Files.deleteIfExists(listen);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
