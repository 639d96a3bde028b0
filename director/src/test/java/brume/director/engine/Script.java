package brume.director.engine;

import brume.core.outcome.Outcome;
import brume.core.outcome.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** A reconciler that does what a test says, pass by pass; the last saying is repeated. */
final class Script implements Reconciler {
    private final Kind kind;
    private final Deque<Function<UUID, Outcome>> sayings = new ArrayDeque<>();
    private final List<UUID> passes = new ArrayList<>();
    private final List<Reason> troubles = new ArrayList<>();

    Script(Kind kind) {
        this.kind = kind;
    }

    Script then(Function<UUID, Outcome> saying) {
        sayings.add(saying);
        return this;
    }

    Script then(Outcome outcome) {
        return then(id -> outcome);
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public Outcome reconcile(UUID id) {
        passes.add(id);
        Function<UUID, Outcome> next = sayings.size() > 1 ? sayings.remove() : sayings.element();
        return next.apply(id);
    }

    @Override
    public void troubled(UUID id, Reason reason) {
        troubles.add(reason);
    }

    List<UUID> passes() {
        return List.copyOf(passes);
    }

    List<Reason> troubles() {
        return List.copyOf(troubles);
    }
}
