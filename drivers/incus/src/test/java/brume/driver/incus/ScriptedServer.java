package brume.driver.incus;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A daemon that follows a script: for each request, in order, one thing to do with the connection. Requests past the end of the script are not answered. */
final class ScriptedServer implements Closeable {
    private final Path socket;
    private final ServerSocketChannel listener;
    private final List<Act> script;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> open = new CopyOnWriteArrayList<>();
    private final Semaphore ended = new Semaphore(0);
    private final boolean readsBodies;

    private ScriptedServer(boolean readsBodies, List<Act> script) {
        this.readsBodies = readsBodies;
        this.script = script;
        try {
            Path folder = Files.createTempDirectory("brume-http");
            this.socket = folder.resolve("unix.socket");
            this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            listener.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var _ = Thread.ofVirtual().start(this::accept);
    }

    /** What is done once a request has been read; true when the connection stays open for the next. */
    interface Act {
        boolean on(OutputStream out) throws IOException;
    }

    static ScriptedServer of(Act... script) {
        return new ScriptedServer(true, List.of(script));
    }

    /** Acts as soon as it has the head of a request. */
    static ScriptedServer hasty(Act... script) {
        return new ScriptedServer(false, List.of(script));
    }

    /** Sends these characters as they are. */
    static Act raw(String text) {
        return out -> {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            return true;
        };
    }

    static Act json(int status, String body) {
        return raw("HTTP/1.1 " + status + " Whatever\r\nContent-Type: application/json\r\nContent-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    /** Closes the connection without an answer. */
    static Act hangUp() {
        return out -> false;
    }

    /** Answers, then closes the connection without having said so. */
    static Act lastWords(Act act) {
        return out -> {
            var _ = act.on(out);
            return false;
        };
    }

    Path socket() {
        return socket;
    }

    /** First lines and bodies of the requests so far. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    int connections() {
        return connections.get();
    }

    /** Returns once this end of one more connection is closed. */
    void awaitEnd() throws InterruptedException {
        ended.acquire();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = listener.accept();
                connections.incrementAndGet();
                open.add(channel);
                var _ = Thread.ofVirtual().start(() -> {
                    serve(channel);
                    ended.release();
                });
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }

    private void serve(SocketChannel channel) {
        try (channel;
                BufferedReader in = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.ISO_8859_1));
                OutputStream out = Channels.newOutputStream(channel)) {
            boolean stays = true;
            while (stays) {
                String line = in.readLine();
                if (line == null) {
                    return;
                }
                requests.add(line + " | " + (readsBodies ? body(in) : ""));
                int number = next.getAndIncrement();
                stays = number >= script.size() || script.get(number).on(out);
            }
        } catch (IOException e) {
            // the client went away: its test looks at its own end
        }
    }

    private static String body(BufferedReader in) throws IOException {
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        char[] body = new char[length];
        int position = 0;
        while (position < length) {
            int count = in.read(body, position, length - position);
            if (count < 0) {
                throw new IOException("the request ended early");
            }
            position += count;
        }
        return new String(body);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (SocketChannel channel : open) {
            channel.close();
        }
        Files.deleteIfExists(socket);
        Files.deleteIfExists(socket.getParent());
    }
}
