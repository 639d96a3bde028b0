package brume.driver.incus;

import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A real transport with one thing wrong. */
final class BentTransport implements HttpTransport {
    private final HttpTransport straight;
    private final UnaryOperator<HttpCall> before;
    private final boolean losing;
    private final Runnable afterwards;

    private BentTransport(HttpTransport straight, UnaryOperator<HttpCall> before, boolean losing, Runnable afterwards) {
        this.straight = straight;
        this.before = before;
        this.losing = losing;
        this.afterwards = afterwards;
    }

    /** Carries everything, but loses the answer to every change. */
    static HttpTransport losingAnswers(HttpTransport straight) {
        return new BentTransport(straight, UnaryOperator.identity(), true, () -> {});
    }

    /** Never waits longer than this. */
    static HttpTransport hasty(HttpTransport straight, Duration deadline) {
        return new BentTransport(
                straight, c -> new HttpCall(c.method(), c.target(), c.headers(), c.body(), deadline, c.limit()), false, () -> {});
    }

    /** Takes its partner down with it. */
    static HttpTransport closing(HttpTransport straight, AutoCloseable partner) {
        return new BentTransport(straight, UnaryOperator.identity(), false, () -> {
            try {
                partner.close();
            } catch (Exception e) {
                throw new AssertionError("the partner cannot be closed", e);
            }
        });
    }

    @Override
    public HttpReply call(HttpCall call) {
        HttpReply reply = straight.call(before.apply(call));
        if (losing && !call.safe()) {
            throw HttpTransport.lost(call, "the connection ended before the answer", new IOException("cut by the test"));
        }
        return reply;
    }

    @Override
    public void close() {
        straight.close();
        afterwards.run();
    }
}
