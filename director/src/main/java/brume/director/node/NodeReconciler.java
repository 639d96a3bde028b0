package brume.director.node;

import brume.core.driver.PowerState;
import brume.core.id.InstanceId;
import brume.core.outcome.Outcome;
import brume.director.db.Life;
import brume.director.engine.Kind;
import brume.director.engine.Reconciler;
import brume.director.instance.Instance;
import brume.director.instance.InstanceStore;
import brume.director.instance.Power;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Takes note of what became of a node's machine and agent. */
public final class NodeReconciler implements Reconciler {
    /** How late a silent agent may be noticed on top of {@link Presence#SILENT_AFTER}. Everything else is told by a wake. */
    private static final Duration LOOK = Duration.ofSeconds(30);

    private final NodeStore nodes;
    private final InstanceStore instances;
    private final Presence presence;

    public NodeReconciler(NodeStore nodes, InstanceStore instances, Presence presence) {
        this.nodes = Objects.requireNonNull(nodes);
        this.instances = Objects.requireNonNull(instances);
        this.presence = Objects.requireNonNull(presence);
    }

    @Override
    public Kind kind() {
        return Kind.NODE;
    }

    @Override
    public Outcome reconcile(UUID id) {
        Optional<Node> row = nodes.find(new InstanceId(id));
        if (row.isEmpty()) {
            return new Outcome.Gone();
        }
        Node node = row.get();
        MachineSight machine = sight(instances.find(node.id()));
        NodeStep step = NodePlanner.plan(node, machine, presence.connected(node));
        return switch (step) {
            case NodeStep.Bury bury -> {
                presence.forget(node.id());
                nodes.bury(node);
                yield new Outcome.Gone();
            }
            case NodeStep.AwaitRemoval await -> new Outcome.Working("The machine is being removed.", LOOK);
            case NodeStep.Note note -> {
                if (!machine.running()) {
                    presence.forget(node.id());
                }
                nodes.seenAgent(node, note.agent());
                yield note.settled() ? new Outcome.Settled(note.text(), LOOK) : new Outcome.Working(note.text(), LOOK);
            }
            case NodeStep.Complain complain -> {
                nodes.seenAgent(node, complain.agent());
                yield new Outcome.Blocked(complain.reason(), LOOK);
            }
        };
    }

    private static MachineSight sight(Optional<Instance> row) {
        boolean gone = row.map(i -> i.life() == Life.DEAD).orElse(true);
        boolean wantedOn = row.filter(i -> i.life() == Life.ALIVE && i.power() == Power.ON).isPresent();
        boolean running = row.flatMap(Instance::seen).filter(s -> s.power() == PowerState.RUNNING).isPresent();
        return new MachineSight(gone, wantedOn, running);
    }
}
