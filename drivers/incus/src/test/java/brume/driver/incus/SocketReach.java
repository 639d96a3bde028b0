package brume.driver.incus;

import brume.testkit.contract.Topic;
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
        return new UnixHttp(ScriptedServer.mute().socket());
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
