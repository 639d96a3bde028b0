package brume.director.http;

import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;

/** Closes connections that have not completed a request's headers in time, whether they dawdle in the TLS handshake or send headers byte by byte. Thread-safe. */
final class FirstRequestDeadline implements Connection.Listener {
    private final Connector connector;
    private final Duration deadline;

    FirstRequestDeadline(Connector connector, Duration deadline) {
        this.connector = connector;
        this.deadline = deadline;
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof SslConnection ssl) {
            connector.getScheduler().schedule(() -> look(ssl), deadline);
        }
    }

    private static void look(SslConnection ssl) {
        Optional<Connection> inner = Optional.ofNullable(ssl.getSslEndPoint().getConnection());
        if (inner.map(Connection::getMessagesIn).orElse(0L) <= 0) { // negative while it is not even known which protocol
            ssl.getEndPoint().close();
        }
    }
}
