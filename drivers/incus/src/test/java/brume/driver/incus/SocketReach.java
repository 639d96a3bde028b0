package brume.driver.incus;

import brume.testkit.contract.Relay;
import brume.testkit.contract.SilentServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

    /** The tests run as root, whom no socket keeps out; what a stranger gets is the daemon's recorded answer. */
    @Override
    public HttpTransport stranger() {
        ScriptedServer.Act forbidden = IncusApiTest.error(403, 403, "not authorized");
        ScriptedServer server = ScriptedServer.of(forbidden, forbidden, forbidden, forbidden);
        return BentTransport.closing(new UnixHttp(server.socket()), server);
    }
}
