package brume.director.node;

import brume.core.agent.NodeReport;
import java.util.Optional;

/** Tells reports that change a decision from heartbeats. Pure. */
final class NodeNews {
    private NodeNews() {}

    /** Whether the report says anything but load that the row does not know, or comes from an agent that was not known to be there. */
    static boolean differ(Node node, NodeReport report) {
        Optional<NodeReport> before = node.report();
        return node.agent() != AgentState.CONNECTED
                || before.isEmpty()
                || before.get().generation() != report.generation()
                || before.get().fence() != report.fence()
                || !before.get().bootId().equals(report.bootId())
                || !before.get().agent().equals(report.agent())
                || !before.get().roles().equals(report.roles());
    }
}
