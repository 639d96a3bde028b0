package brume.director.node;

import brume.core.agent.Errand;
import brume.core.agent.ErrandFailure;
import brume.core.id.InstanceId;
import brume.director.http.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An errand between who asked and the agent. One thread asks and reads; the agent's request brings the bytes and waits until they are read, so that a slow reader slows the agent.
 * Thread-safe.
 */
final class Pending {
    private final InstanceId node;
    private final Errand errand;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final CountDownLatch taken = new CountDownLatch(1);
    private final CompletableFuture<Optional<InputStream>> body = new CompletableFuture<>();
    private volatile Optional<ErrandFailure> failure = Optional.empty();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean whole;

    Pending(InstanceId node, Errand errand) {
        this.node = Objects.requireNonNull(node);
        this.errand = Objects.requireNonNull(errand);
    }

    InstanceId node() {
        return node;
    }

    Errand errand() {
        return errand;
    }

    /** Opens when the agent has it. */
    CountDownLatch taken() {
        return taken;
    }

    boolean waits() {
        return open.get();
    }

    /** True for the one that gets it. */
    boolean take() {
        boolean mine = open.compareAndSet(true, false);
        if (mine) {
            taken.countDown();
        }
        return mine;
    }

    /** Takes it back; false when the agent has it meanwhile. */
    boolean withdraw() {
        return open.compareAndSet(true, false);
    }

    /** Nobody reads any more. */
    void end() {
        open.set(false);
        ended.countDown();
    }

    void fail(ErrandFailure why) {
        failure = Optional.of(why);
        body.complete(Optional.empty());
    }

    void deliver(InputStream bytes) throws IOException, InterruptedException {
        if (!body.complete(Optional.of(bytes))) {
            throw Refusal.conflict("answered", "This errand was answered before.");
        }
        boolean read = ended.await(errand.secondsMax(), TimeUnit.SECONDS);
        end();
        if (!read || !whole) {
            throw new IOException("the answer is not read on");
        }
    }

    /** Waits until the answer begins. */
    InputStream answer(Duration patience, Runnable closed) throws InterruptedException {
        try {
            InputStream bytes = body.get(patience.toMillis(), TimeUnit.MILLISECONDS).orElseThrow(this::refusal);
            return new Answer(bytes, closed);
        } catch (TimeoutException e) {
            throw Refusal.of(504, "node-slow", "The node did not begin to answer within " + patience.toSeconds() + " s.");
        } catch (ExecutionException e) {
            throw new IllegalStateException("an errand ends by a value", e);
        }
    }

    private Refusal refusal() {
        ErrandFailure why = failure.orElseGet(() -> new ErrandFailure("node-silent", "The node did not answer."));
        return Refusal.of(502, why.code(), why.text());
    }

    /** The answer as its reader sees it. Used by one thread. */
    private final class Answer extends InputStream {
        private final InputStream bytes;
        private final Runnable closed;

        Answer(InputStream bytes, Runnable closed) {
            this.bytes = bytes;
            this.closed = closed;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            try {
                int count = bytes.read(to, offset, length);
                whole = count < 0 && failure.isEmpty();
                if (count < 0 && !whole) {
                    throw new IOException("the node says that this is not the whole");
                }
                return count;
            } catch (IOException e) {
                throw new IOException("the answer broke off: " + failure.map(ErrandFailure::text).orElse("the node went away"), e);
            } catch (Refusal e) { // of the agent, for being too slow
                throw new IOException("the answer broke off: " + e.text(), e);
            }
        }

        @Override
        public void close() {
            end();
            closed.run();
        }
    }
}
