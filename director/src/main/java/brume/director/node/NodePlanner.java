package brume.director.node;

import brume.core.agent.NodeReport;
import brume.core.agent.RoleReport;
import brume.core.agent.RoleState;
import brume.core.outcome.Reason;
import brume.director.db.Life;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides what a node is. Pure. */
final class NodePlanner {
    private NodePlanner() {}

    /** @param connected whether the agent spoke lately */
    static NodeStep plan(Node node, MachineSight machine, boolean connected) {
        return switch (node.life()) {
            case DYING, DEAD -> machine.gone() ? new NodeStep.Bury() : new NodeStep.AwaitRemoval();
            case ALIVE -> alive(node, machine, connected);
        };
    }

    private static NodeStep alive(Node node, MachineSight machine, boolean connected) {
        if (!machine.wantedOn()) {
            return new NodeStep.Note(AgentState.WAITING, machine.running() ? "The machine is being stopped." : "Stopped.", !machine.running());
        }
        if (!machine.running()) {
            return new NodeStep.Note(AgentState.WAITING, "Waiting for the machine to run.", false);
        }
        if (connected) {
            return spoke(node);
        }
        return switch (node.agent()) {
            case WAITING -> new NodeStep.Note(AgentState.WAITING, "The machine runs; waiting for its agent.", false);
            case CONNECTED, LOST -> new NodeStep.Complain(
                    AgentState.LOST,
                    new Reason("agent-lost", "The machine runs, but its agent has been silent for " + Presence.SILENT_AFTER.toSeconds()
                            + " s or more; it goes on serving by its last orders if it can."));
        };
    }

    private static NodeStep spoke(Node node) {
        Optional<NodeReport> report = node.report();
        Optional<RoleReport> failed = report.flatMap(
                r -> r.roles().stream().filter(x -> x.state() == RoleState.FAILED).findFirst());
        if (failed.isPresent()) {
            return new NodeStep.Complain(
                    AgentState.CONNECTED, new Reason(failed.get().fault().orElse("role-failed"), failed.get().role() + ": " + failed.get().detail()));
        }
        if (report.filter(r -> r.generation() >= node.configGeneration()).isPresent()) {
            return new NodeStep.Note(AgentState.CONNECTED, "Serving by configuration " + node.configGeneration() + ".", true);
        }
        String moving = report.stream()
                .flatMap(r -> r.roles().stream())
                .filter(r -> r.state() != RoleState.RUNNING || r.generation() < node.configGeneration())
                .map(r -> r.role() + (r.detail().isEmpty() ? "" : " (" + r.detail() + ")"))
                .collect(Collectors.joining(", "));
        return new NodeStep.Note(
                AgentState.CONNECTED,
                "The agent is bringing configuration " + node.configGeneration() + (moving.isEmpty() ? "." : ": " + moving + "."),
                false);
    }
}
