package brume.agent.node;

import brume.agent.base.Backoff;
import brume.agent.base.Log;
import brume.agent.base.Signal;
import brume.agent.http.Directors;
import brume.agent.http.Reply;
import brume.agent.http.Request;
import brume.core.agent.NodeReport;
import brume.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Reports at once when something changed and every few seconds otherwise, for ever. */
final class ReportLoop {
    private static final Duration EVERY = Duration.ofSeconds(5);
    /** Changes that follow each other within this become one report. */
    private static final Duration APART = Duration.ofMillis(50);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Directors directors;
    private final Supplier<NodeReport> report;
    private final LongConsumer stale;
    private final InstantSource steady;
    private final Backoff backoff;
    private final Signal changed;
    private boolean accepted;

    /**
     * @param stale called with the fence that the director says is no longer this machine's
     * @param changed raised when something is different
     */
    ReportLoop(Directors directors, Supplier<NodeReport> report, LongConsumer stale, Signal changed, InstantSource steady, Backoff backoff) {
        this.directors = directors;
        this.report = report;
        this.stale = stale;
        this.changed = changed;
        this.steady = steady;
        this.backoff = backoff;
    }

    /**
     * Tries the first report, once, before the threads begin: the poll for the config goes on over its connection. Shaking hands is most of the work of a start, and two
     * at once would share the processor with the roles that are brought meanwhile.
     */
    void first() {
        if (send()) {
            accepted();
        }
    }

    private void accepted() {
        if (!accepted) {
            Log.info("first report accepted");
            accepted = true;
        }
    }

    void run() {
        try {
            if (accepted) {
                Signal.pause(APART);
                var _ = changed.await(EVERY);
            }
            while (true) {
                Instant sent = steady.instant();
                if (send()) {
                    backoff.succeeded();
                    accepted();
                    Duration spent = Duration.between(sent, steady.instant());
                    Signal.pause(APART.minus(spent));
                    var _ = changed.await(EVERY);
                } else {
                    Signal.pause(backoff.next());
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    private boolean send() {
        NodeReport now = report.get();
        try (Reply reply = directors.call(Request.post("/agent/v1/report", Json.write(now), PATIENCE))) {
            return switch (reply.status()) {
                case 200, 202, 204 -> true;
                case 409, 410 -> {
                    stale.accept(now.fence());
                    yield false;
                }
                default -> {
                    complain("the director answered " + reply.status());
                    yield false;
                }
            };
        } catch (IOException e) {
            complain(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void complain(String why) {
        if (Integer.bitCount(backoff.failures() + 1) == 1) { // the 1st, 2nd, 4th, 8th …
            Log.warning("no report: " + why);
        }
    }
}
