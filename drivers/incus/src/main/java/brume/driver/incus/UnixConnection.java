package brume.driver.incus;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** One kept-alive HTTP/1.1 connection over a UNIX socket; one call at a time. Closing it from another thread ends the call. */
final class UnixConnection implements Closeable {
    private static final int COPY_BYTES = 256 << 10;

    private final SocketChannel channel;
    private final OutputStream out;
    private final ReplyReader reader;

    private UnixConnection(SocketChannel channel) {
        this.channel = channel;
        this.out = Channels.newOutputStream(channel);
        this.reader = new ReplyReader(Channels.newInputStream(channel));
    }

    static UnixConnection open(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new UnixConnection(channel);
    }

    /** Whether the other end still holds an idle connection: a look without waiting finds neither its end nor stray bytes. */
    boolean alive() {
        try {
            channel.configureBlocking(false);
            int seen = channel.read(ByteBuffer.allocate(1));
            channel.configureBlocking(true);
            return seen == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a byte of the reply to the last call arrived. */
    boolean answered() {
        return reader.started();
    }

    boolean reusable() {
        return reader.reusable();
    }

    HttpReply exchange(HttpCall call) throws IOException {
        try {
            send(call);
        } catch (IOException e) {
            return earlyReply(call, e);
        }
        return reader.read(call.limit());
    }

    /** A server that refuses an upload may answer and close before it has read all of it; the answer says more than the broken pipe. */
    private HttpReply earlyReply(HttpCall call, IOException broken) throws IOException {
        if (!channel.isOpen()) {
            throw broken;
        }
        try {
            return reader.read(call.limit());
        } catch (IOException e) {
            broken.addSuppressed(e);
            throw broken;
        }
    }

    private void send(HttpCall call) throws IOException {
        StringBuilder head = new StringBuilder(256);
        head.append(call.method()).append(' ').append(call.target()).append(" HTTP/1.1\r\nHost: local\r\nUser-Agent: brume\r\n");
        call.headers().forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        HttpBody body = call.body();
        if (body.present()) {
            head.append("Content-Type: ").append(body.contentType()).append("\r\n");
        }
        if (body.present() || !call.safe()) {
            head.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        first.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        for (HttpPart part : body.parts()) {
            switch (part) {
                case HttpPart.Memory memory -> first.write(memory.bytes());
                case HttpPart.Disk disk -> {
                    first.writeTo(out);
                    first.reset();
                    copy(disk);
                }
            }
        }
        first.writeTo(out);
    }

    private void copy(HttpPart.Disk disk) throws IOException {
        byte[] buffer = new byte[COPY_BYTES];
        long left = disk.length();
        try (InputStream file = Files.newInputStream(disk.file())) {
            while (left > 0) {
                int count = file.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    channel.close();
                    throw new IOException("the file became shorter while it was sent");
                }
                out.write(buffer, 0, count);
                left -= count;
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
