package brume.agent.node;

import brume.agent.base.Backoff;
import brume.agent.base.Log;
import brume.agent.base.Signal;
import brume.agent.http.Directors;
import brume.agent.http.Reply;
import brume.agent.http.Request;
import brume.core.agent.Errands;
import brume.core.agent.NodeConfig;
import brume.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks for the config by long poll, for ever. */
final class ConfigLoop {
    private static final Duration WAIT = Duration.ofSeconds(30);
    /** Above the wait, for a slow director. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Directors directors;
    private final Orders orders;
    private final Consumer<Optional<NodeConfig>> apply;
    private final ErrandDesk errands;
    private final Backoff backoff;
    /** Generation of the last config seen, obeyed or not: one that was refused is not asked for again. */
    private long after;

    /** @param apply called with every config taken, and with none when the orders were revoked */
    ConfigLoop(Directors directors, Orders orders, Consumer<Optional<NodeConfig>> apply, ErrandDesk errands, Backoff backoff) {
        this.directors = directors;
        this.orders = orders;
        this.apply = apply;
        this.errands = errands;
        this.backoff = backoff;
        this.after = orders.current().map(NodeConfig::generation).orElse(0L);
    }

    void run() {
        try {
            while (true) {
                if (poll()) {
                    backoff.succeeded();
                } else {
                    Signal.pause(backoff.next());
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
    }

    /** False when there is to be a pause before the next. */
    private boolean poll() {
        long fence = orders.current().map(NodeConfig::fence).orElse(0L);
        Request request = Request.get("/agent/v1/config?after=" + after + "&wait=" + WAIT.toSeconds() + "&errands=true", WAIT.plus(MARGIN));
        try (Reply reply = directors.call(request)) {
            boolean well = switch (reply.status()) {
                case 200 -> take(Json.read(reply.text(), NodeConfig.class));
                case 204 -> true;
                case 409, 410 -> {
                    revoke(fence);
                    yield false;
                }
                default -> {
                    complain("the director answered " + reply.status());
                    yield false;
                }
            };
            if (well && reply.header(Errands.HEADER).isPresent()) {
                errands.fetch();
            }
            return well;
        } catch (IOException e) {
            complain(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private boolean take(NodeConfig config) {
        after = config.generation();
        return switch (orders.offer(config)) {
            case TAKEN -> {
                Log.info("config " + config.generation() + ", fence " + config.fence() + ": " + config.roles());
                apply.accept(Optional.of(config));
                yield true;
            }
            case NOT_NEWER -> false;
            case NOT_GRANTED -> {
                Log.warning("config " + config.generation() + " refused: fence " + config.fence() + " is not granted to this machine");
                yield false;
            }
        };
    }

    /** Stops obeying configs of that fence. */
    void revoke(long fence) {
        if (orders.revoke(fence)) {
            Log.warning("the director says that fence " + fence + " is no longer this machine's: its roles are stopped");
            apply.accept(Optional.empty());
        }
    }

    private void complain(String why) {
        if (Integer.bitCount(backoff.failures() + 1) == 1) { // the 1st, 2nd, 4th, 8th …
            Log.warning("no config: " + why);
        }
    }
}
