package brume.director.log;

import brume.core.id.InstanceId;
import brume.core.outcome.Outcome;
import brume.director.db.Life;
import brume.director.engine.Kind;
import brume.director.engine.Reconciler;
import brume.director.node.NodeStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;

/** Removes logs of nodes that have been gone for long, and the oldest when all of them take too much room. */
public final class LogReconciler implements Reconciler {
    /** All logs of a deployment are one thing to look after. */
    public static final UUID ALL = new UUID(0, 1);

    /** A node that says all it can fills a role's room in this, not the disk. */
    private static final Duration LOOK = Duration.ofMinutes(5);

    private final LogShelf shelf;
    private final NodeStore nodes;
    private final InstantSource clock;

    public LogReconciler(LogShelf shelf, NodeStore nodes, InstantSource clock) {
        this.shelf = Objects.requireNonNull(shelf);
        this.nodes = Objects.requireNonNull(nodes);
        this.clock = Objects.requireNonNull(clock);
    }

    @Override
    public Kind kind() {
        return Kind.LOGS;
    }

    @Override
    public Outcome reconcile(UUID id) {
        try {
            shelf.tidy(node -> nodes.find(node).filter(n -> n.life() != Life.DEAD).isPresent(), clock.instant());
            return new Outcome.Settled("Logs are within their limits.", LOOK);
        } catch (IOException e) {
            throw new UncheckedIOException("a log cannot be removed", e);
        }
    }
}
