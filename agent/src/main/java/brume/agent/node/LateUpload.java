package brume.agent.node;

import brume.agent.http.Reply;
import brume.agent.http.Upload;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * An answer that begins to be sent when a buffer of it is there, or all of it: what fails before that has sent nothing, so its reason can be told instead. Closed before it is
 * finished it is broken off. Not thread-safe.
 */
final class LateUpload extends OutputStream {
    /** Small beside the agent's heap; a program that cannot do its work mostly says so within its first lines. */
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Begin begin;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int buffered;
    private Optional<Upload> upload = Optional.empty();

    /** Opens the way to the director. */
    @FunctionalInterface
    interface Begin {
        Upload upload() throws IOException;
    }

    LateUpload(Begin begin) {
        this.begin = begin;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int now = Math.min(length - done, buffer.length - buffered);
            System.arraycopy(from, offset + done, buffer, buffered, now);
            buffered += now;
            done += now;
            if (buffered == buffer.length) {
                send();
            }
        }
    }

    private void send() throws IOException {
        if (upload.isEmpty()) {
            upload = Optional.of(begin.upload());
        }
        upload.get().body().write(buffer, 0, buffered);
        upload.get().body().flush();
        buffered = 0;
    }

    /** Everything was written, and the director has taken it. */
    void finish() throws IOException {
        send();
        try (Reply reply = upload.orElseThrow().finish()) {
            if (reply.status() >= 300) {
                throw new IOException("the director answered " + reply.status());
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (upload.isPresent()) {
            upload.get().close();
        }
    }
}
