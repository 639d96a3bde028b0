package brume.director.app;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An answer's body that is waited for until a deadline only, unlike a stream's: closed, it ends the transfer. Read by one thread. */
final class TimedBody implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
    private final Deadline deadline;

    /** Holds two at most: the next part is asked for when the last is written. */
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

    private volatile Optional<Flow.Subscription> subscription = Optional.empty();
    private volatile boolean closed;

    private sealed interface Signal {
        record Part(List<ByteBuffer> buffers) implements Signal {}

        record Broken(Throwable cause) implements Signal {}

        record End() implements Signal {}
    }

    /** It is larger than the limit. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("too large");
        }
    }

    TimedBody(Flow.Publisher<List<ByteBuffer>> body, Deadline deadline) {
        this.deadline = Objects.requireNonNull(deadline);
        body.subscribe(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = Optional.of(given);
        if (closed) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        signals.add(new Signal.Part(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        signals.add(new Signal.Broken(cause));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal.End());
    }

    /** Writes all of it. Throws {@link TooLarge} as soon as there is more than {@code bytesMax}, {@link HttpTimeoutException} when the deadline is over. */
    void writeTo(OutputStream out, long bytesMax) throws IOException {
        long size = 0;
        while (true) {
            switch (next()) {
                case Signal.Part(List<ByteBuffer> buffers) -> {
                    for (ByteBuffer buffer : buffers) {
                        size += buffer.remaining();
                        if (size > bytesMax) {
                            throw new TooLarge();
                        }
                        byte[] bytes = new byte[buffer.remaining()];
                        buffer.get(bytes);
                        out.write(bytes, 0, bytes.length);
                    }
                    subscription.ifPresent(s -> s.request(1));
                }
                case Signal.Broken(Throwable cause) -> throw new IOException(Optional.ofNullable(cause.getMessage()).orElse("the connection broke"), cause);
                case Signal.End end -> {
                    return;
                }
            }
        }
    }

    private Signal next() throws IOException {
        try {
            // Looked at first, so that a body that trickles ends too.
            Optional<Signal> signal = deadline.over() ? Optional.empty() : Optional.ofNullable(signals.poll(deadline.remainingNanos(), TimeUnit.NANOSECONDS));
            return signal.orElseThrow(() -> new HttpTimeoutException("it did not arrive in time"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void close() {
        closed = true;
        subscription.ifPresent(Flow.Subscription::cancel);
    }
}
