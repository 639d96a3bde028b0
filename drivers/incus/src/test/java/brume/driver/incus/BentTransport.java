package brume.driver.incus;

import java.io.IOException;
import java.time.Duration;

/** A real transport with one thing wrong. */
final class BentTransport implements HttpTransport {
    private final HttpTransport straight;
    private final Bend bend;

    private BentTransport(HttpTransport straight, Bend bend) {
        this.straight = straight;
        this.bend = bend;
    }

    /** Carries everything, but loses the answer to every change. */
    static HttpTransport losingAnswers(HttpTransport straight) {
        return new BentTransport(straight, call -> {
            HttpReply reply = straight.call(call);
            if (call.safe()) {
                return reply;
            }
            throw HttpTransport.lost(call, "the connection ended before the answer", new IOException("cut by the test"));
        });
    }

    /** Never waits longer than this. */
    static HttpTransport hasty(HttpTransport straight, Duration deadline) {
        return new BentTransport(
                straight, call -> straight.call(new HttpCall(call.method(), call.target(), call.headers(), call.body(), deadline, call.limit())));
    }

    @Override
    public HttpReply call(HttpCall call) {
        return bend.call(call);
    }

    @Override
    public void close() {
        straight.close();
    }

    private interface Bend {
        HttpReply call(HttpCall call);
    }
}
