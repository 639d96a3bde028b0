package brume.driver.incus;

import brume.testkit.contract.Relay;
import brume.testkit.contract.SilentServer;
import brume.testkit.contract.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The daemon by its UNIX socket. */
record SocketReach(Path socket) implements IncusUnderTest.Reach {
    @Override
    public HttpTransport daemon() {
        return new UnixHttp(socket);
    }

    @Override
    public HttpTransport nobody() {
        return new UnixHttp(Path.of("/nonexistent/unix.socket"));
    }

    @Override
    public HttpTransport mute() {
        Path path = fresh();
        return BentTransport.closing(new UnixHttp(path), SilentServer.onSocket(path));
    }

    @Override
    public HttpTransport losing() {
        Path path = fresh();
        return BentTransport.closing(new UnixHttp(path), Relay.open(path, socket, "POST /1.0/instances"));
    }

    private static Path fresh() {
        try {
            Path folder = Files.createTempDirectory("brume-reach");
            folder.toFile().deleteOnExit();
            return folder.resolve("unix.socket");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<HttpTransport> stranger() {
        return Optional.empty();
    }

    @Override
    public Map<Topic, String> optOuts() {
        return Map.of(Topic.UNAUTHORIZED, "whoever may open the socket is trusted; the run over HTTPS has this topic");
    }
}
