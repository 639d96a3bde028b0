package brume.driver.incus;

import brume.core.driver.DriverException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * HTTP/1.1 over a UNIX socket, with kept-alive connections.
 *
 * <p>A connection from the pool may have been closed by the daemon at any moment. It is looked at before use, which leaves a tiny window; in it a GET is
 * repeated once on a fresh connection, and the outcome of anything else is unknown.
 */
final class UnixHttp implements HttpTransport {
    /** Calls at the same time, waits for operations included: several per reconciler thread, and far below the daemons' limits on open files. */
    static final int CONNECTIONS_MAX = 64;

    /** Idle connections kept: a burst of passes reuses them, a quiet director holds few of the daemon's descriptors. */
    static final int IDLE_MAX = 8;

    private final Path socket;
    private final Semaphore permits = new Semaphore(CONNECTIONS_MAX);
    private final ConcurrentLinkedDeque<UnixConnection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    UnixHttp(Path socket) {
        this.socket = socket;
    }

    @Override
    public HttpReply call(HttpCall call) {
        enter(call);
        try {
            Optional<UnixConnection> kept = takeIdle();
            if (kept.isPresent()) {
                Optional<HttpReply> reply = exchange(kept.get(), call, call.safe());
                if (reply.isPresent()) {
                    return reply.get();
                }
            }
            return exchange(connect(), call, false).orElseThrow();
        } finally {
            permits.release();
        }
    }

    @Override
    public void close() {
        closed = true;
        for (UnixConnection connection = idle.poll(); connection != null; connection = idle.poll()) {
            discard(connection);
        }
    }

    private void enter(HttpCall call) {
        if (closed) {
            throw new IllegalStateException("the driver is closed");
        }
        try {
            if (!permits.tryAcquire(call.deadline().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DriverException.Transient("all connections to the daemon are busy", call.what());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DriverException.Transient("interrupted before the call", call.what(), e);
        }
    }

    private Optional<UnixConnection> takeIdle() {
        for (UnixConnection connection = idle.pollFirst(); connection != null; connection = idle.pollFirst()) {
            if (connection.alive()) {
                return Optional.of(connection);
            }
            discard(connection);
        }
        return Optional.empty();
    }

    private UnixConnection connect() {
        try {
            return UnixConnection.open(socket);
        } catch (ClosedByInterruptException e) {
            throw new DriverException.Transient("interrupted before the call", socket.toString(), e);
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (reason.contains("Permission denied")) {
                throw new DriverException.Unauthorized("the daemon's socket may not be opened by this user", socket.toString());
            }
            throw new DriverException.Transient("the daemon cannot be reached", socket + ": " + reason, e);
        }
    }

    /** Empty when the connection ended before any byte of the reply and {@code again} says that the caller can repeat. */
    private Optional<HttpReply> exchange(UnixConnection connection, HttpCall call, boolean again) {
        try (Alarm alarm = Alarm.closing(connection, call.deadline())) {
            try {
                HttpReply reply = connection.exchange(call);
                keep(connection, alarm);
                return Optional.of(reply);
            } catch (ClosedByInterruptException e) {
                throw HttpTransport.lost(call, "interrupted during the call", e);
            } catch (IOException e) {
                discard(connection);
                if (alarm.rang()) {
                    throw HttpTransport.lost(call, "no answer before the deadline", e);
                }
                if (again && !connection.answered()) {
                    return Optional.empty();
                }
                throw HttpTransport.lost(call, "the connection ended before the answer", e);
            }
        }
    }

    private void keep(UnixConnection connection, Alarm alarm) {
        alarm.close();
        if (connection.reusable() && !alarm.rang() && !closed && idle.size() < IDLE_MAX) {
            idle.addFirst(connection);
            if (closed) {
                close();
            }
        } else {
            discard(connection);
        }
    }

    private static void discard(UnixConnection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // it is of no use either way
        }
    }
}
