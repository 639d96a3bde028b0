package brume.director.node;

import brume.core.outcome.Reason;
import java.util.Objects;

/** What a pass over a node comes to. Machines are acted upon by their own reconciler, agents act by themselves: a node only takes note. */
public sealed interface NodeStep {
    /** The machine is gone and so is the node. */
    record Bury() implements NodeStep {}

    /** Waiting for the machine to be removed. */
    record AwaitRemoval() implements NodeStep {}

    /** The agent's state is {@code agent}; {@code text} says how far the node is. {@code settled} when it is all that is wanted. */
    record Note(AgentState agent, String text, boolean settled) implements NodeStep {
        public Note {
            Objects.requireNonNull(agent);
            Objects.requireNonNull(text);
        }
    }

    /** As {@link Note}, with something that needs attention. */
    record Complain(AgentState agent, Reason reason) implements NodeStep {
        public Complain {
            Objects.requireNonNull(agent);
            Objects.requireNonNull(reason);
        }
    }
}
