package brume.agent.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** A request whose body is being sent. Closed before it is finished it is broken off, which the director notices. Not thread-safe. */
public final class Upload implements Closeable {
    private final Chunks chunks;
    private final Answered answered;
    private final Closeable connection;
    private boolean finished;

    /** Reads what the director answers to the whole. */
    @FunctionalInterface
    interface Answered {
        Reply reply() throws IOException;
    }

    Upload(Chunks chunks, Answered answered, Closeable connection) {
        this.chunks = chunks;
        this.answered = answered;
        this.connection = connection;
    }

    /** Takes the body; a director that does not keep up makes writes wait. */
    public OutputStream body() {
        return chunks;
    }

    /** Ends the body; the director's answer, which the caller closes. */
    public Reply finish() throws IOException {
        chunks.finish();
        Reply reply = answered.reply();
        finished = true;
        return reply;
    }

    @Override
    public void close() throws IOException {
        if (!finished) {
            connection.close();
        }
    }
}
