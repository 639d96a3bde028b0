package brume.agent.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * The directors of this machine: calls go to the one that answered last, else to the others in order. Connections are kept between calls. Only the authority of the
 * {@link SSLContext} in use is trusted, and the director's certificate must be for the host dialled. Thread-safe.
 */
public final class Directors {
    private static final Duration DIAL_PATIENCE = Duration.ofSeconds(3);
    private static final Duration HANDSHAKE_PATIENCE = Duration.ofSeconds(10);
    /** One for the long poll, one for reports, one for downloads; more come and go. */
    private static final int KEPT_MAX = 3;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Kept> kept = new ArrayDeque<>();
    private Line line;
    private int current;
    private Optional<String> ownAddress = Optional.empty();

    /**
     * Whom to dial and by which certificates; replaced as a whole.
     *
     * @param number tells one from the next
     */
    private record Line(int number, List<URI> directors, SSLContext tls) {}

    private record Kept(Connection connection, Line line, int director) {}

    /** @param directors base URLs, at least one */
    public Directors(List<URI> directors, SSLContext tls) {
        this.line = lineOf(0, directors, tls);
    }

    /** From now on dial these, by these certificates; kept connections are not used again. */
    public void use(List<URI> directors, SSLContext tls) {
        Deque<Kept> old;
        lock.lock();
        try {
            line = lineOf(line.number() + 1, directors, tls);
            current = 0;
            old = new ArrayDeque<>(kept);
            kept.clear();
        } finally {
            lock.unlock();
        }
        old.forEach(k -> closeQuietly(k.connection()));
    }

    /** This machine's address as seen by the director that was reached last. */
    public Optional<String> ownAddress() {
        lock.lock();
        try {
            return ownAddress;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks one director after the other until one answers, whatever it answers.
     *
     * @throws IOException the last one's failure, when none answered
     */
    public Reply call(Request request) throws IOException {
        Optional<Kept> idle = idle();
        if (idle.isPresent()) {
            try {
                return exchange(idle.get(), request);
            } catch (IOException e) {
                closeQuietly(idle.get().connection()); // closed by the director while it was idle: not a failure yet
            }
        }
        Line now = lineNow();
        int from = currentNow();
        IOException last = new IOException("no director to dial");
        for (int i = 0; i < now.directors().size(); i++) {
            int director = (from + i) % now.directors().size();
            try {
                return exchange(new Kept(dial(now, now.directors().get(director)), now, director), request);
            } catch (IOException e) {
                e.addSuppressed(last);
                last = new IOException(now.directors().get(director) + ": " + e.getMessage(), e);
            }
        }
        throw last;
    }

    /**
     * Begins a request whose body follows as it comes, with the director that answered last and no other. On a connection of its own, because what was sent in part cannot be sent
     * again.
     */
    public Upload upload(Request request) throws IOException {
        Line now = lineNow();
        int director = currentNow();
        Kept on = new Kept(dial(now, now.directors().get(director)), now, director);
        boolean begun = false;
        try {
            Chunks chunks = on.connection().begin(request);
            begun = true;
            return new Upload(chunks, () -> replyOf(on), on.connection());
        } finally {
            if (!begun) {
                closeQuietly(on.connection());
            }
        }
    }

    private Reply replyOf(Kept on) throws IOException {
        Connection.Head head = on.connection().head();
        reached(on);
        return new Reply(head.status(), head.headers(), head.body(), () -> release(on, head));
    }

    private Reply exchange(Kept on, Request request) throws IOException {
        boolean answered = false;
        try {
            Connection.Head head = on.connection().exchange(request);
            answered = true;
            reached(on);
            return new Reply(head.status(), head.headers(), head.body(), () -> release(on, head));
        } finally {
            if (!answered) {
                closeQuietly(on.connection());
            }
        }
    }

    private Connection dial(Line line, URI director) throws IOException {
        String host = director.getHost();
        int port = director.getPort() < 0 ? 443 : director.getPort();
        Socket plain = new Socket();
        boolean done = false;
        try {
            plain.setTcpNoDelay(true);
            plain.connect(new InetSocketAddress(host, port), (int) DIAL_PATIENCE.toMillis());
            plain.setSoTimeout((int) HANDSHAKE_PATIENCE.toMillis());
            SSLSocket tls = (SSLSocket) line.tls().getSocketFactory().createSocket(plain, host, port, true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            done = true;
            own(plain.getLocalAddress().getHostAddress());
            return new Connection(host + ":" + port, tls.getInputStream(), tls.getOutputStream(), tls, patience -> tls.setSoTimeout((int) patience.toMillis()));
        } finally {
            if (!done) {
                closeQuietly(plain);
            }
        }
    }

    private void own(String address) {
        lock.lock();
        try {
            int scope = address.indexOf('%');
            ownAddress = Optional.of(scope < 0 ? address : address.substring(0, scope));
        } finally {
            lock.unlock();
        }
    }

    private Optional<Kept> idle() {
        lock.lock();
        try {
            return Optional.ofNullable(kept.pollFirst());
        } finally {
            lock.unlock();
        }
    }

    private Line lineNow() {
        lock.lock();
        try {
            return line;
        } finally {
            lock.unlock();
        }
    }

    private int currentNow() {
        lock.lock();
        try {
            return current;
        } finally {
            lock.unlock();
        }
    }

    private void reached(Kept on) {
        lock.lock();
        try {
            if (on.line().number() == line.number()) {
                current = on.director();
            }
        } finally {
            lock.unlock();
        }
    }

    private void release(Kept on, Connection.Head head) {
        boolean keep = false;
        lock.lock();
        try {
            if (head.keeps() && on.line().number() == line.number() && kept.size() < KEPT_MAX) {
                kept.addFirst(on);
                keep = true;
            }
        } finally {
            lock.unlock();
        }
        if (!keep) {
            closeQuietly(on.connection());
        }
    }

    private static Line lineOf(int number, List<URI> directors, SSLContext tls) {
        if (directors.isEmpty()) {
            throw new IllegalArgumentException("no director to dial");
        }
        return new Line(number, List.copyOf(directors), tls);
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // it is of no use any more, whatever state it is in
        }
    }
}
