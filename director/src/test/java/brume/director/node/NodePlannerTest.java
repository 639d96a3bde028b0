package brume.director.node;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.agent.NodeLoad;
import brume.core.agent.NodeReport;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleReport;
import brume.core.agent.RoleState;
import brume.core.id.InstanceId;
import brume.core.id.ServiceId;
import brume.director.db.Life;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class NodePlannerTest {
    private static final MachineSight RUNNING = new MachineSight(false, true, true);
    private static final MachineSight STOPPED = new MachineSight(false, false, false);

    @Test
    void agentThatReachedItsConfiguration_isSettled() {
        assertThat(NodePlanner.plan(node(Life.ALIVE, AgentState.CONNECTED, report(4, RoleState.RUNNING)), RUNNING, true))
                .isEqualTo(new NodeStep.Note(AgentState.CONNECTED, "Serving by configuration 4.", true));
    }

    @Test
    void agentOnItsWay_saysWhichRoleItIsBringing() {
        NodeStep step = NodePlanner.plan(node(Life.ALIVE, AgentState.WAITING, report(3, RoleState.STARTING)), RUNNING, true);

        assertThat(step).isInstanceOfSatisfying(NodeStep.Note.class, note -> {
            assertThat(note.settled()).isFalse();
            assertThat(note.text()).contains("configuration 4").contains("php.web");
        });
    }

    @Test
    void failedRole_isAComplaintWithTheAgentsOwnWords() {
        NodeStep step = NodePlanner.plan(node(Life.ALIVE, AgentState.CONNECTED, report(3, RoleState.FAILED)), RUNNING, true);

        assertThat(step).isInstanceOfSatisfying(NodeStep.Complain.class, c -> assertThat(c.reason().text()).contains("port 8080 is in use"));
    }

    @Test
    void agentThatFallsSilent_isLost_butOneThatNeverSpokeIsAwaited() {
        assertThat(NodePlanner.plan(node(Life.ALIVE, AgentState.CONNECTED, report(4, RoleState.RUNNING)), RUNNING, false))
                .isInstanceOfSatisfying(NodeStep.Complain.class, c -> assertThat(c.agent()).isEqualTo(AgentState.LOST));
        assertThat(NodePlanner.plan(node(Life.ALIVE, AgentState.WAITING, Optional.empty()), RUNNING, false))
                .isInstanceOfSatisfying(NodeStep.Note.class, n -> assertThat(n.agent()).isEqualTo(AgentState.WAITING));
    }

    @Test
    void stoppedMachine_isSettled_andItsAgentIsNotCalledLost() {
        assertThat(NodePlanner.plan(node(Life.ALIVE, AgentState.CONNECTED, report(4, RoleState.RUNNING)), STOPPED, false))
                .isEqualTo(new NodeStep.Note(AgentState.WAITING, "Stopped.", true));
    }

    @Test
    void dyingNode_isBuriedOnlyWhenItsMachineIsGone() {
        assertThat(NodePlanner.plan(node(Life.DYING, AgentState.CONNECTED, Optional.empty()), RUNNING, true)).isInstanceOf(NodeStep.AwaitRemoval.class);
        assertThat(NodePlanner.plan(node(Life.DYING, AgentState.CONNECTED, Optional.empty()), new MachineSight(true, false, false), false))
                .isInstanceOf(NodeStep.Bury.class);
    }

    @Test
    void heartbeat_isNoNews_butEveryChangeIs() {
        NodeReport before = report(4, RoleState.RUNNING).orElseThrow();
        Node node = node(Life.ALIVE, AgentState.CONNECTED, Optional.of(before));
        NodeReport busier = new NodeReport(4, 1, "1", "boot", before.roles(), new NodeLoad(1, 2, 3, 4, 5));

        assertThat(NodeNews.differ(node, before)).isFalse();
        assertThat(NodeNews.differ(node, busier)).isFalse();
        assertThat(NodeNews.differ(node, report(4, RoleState.FAILED).orElseThrow())).isTrue();
        assertThat(NodeNews.differ(node(Life.ALIVE, AgentState.LOST, Optional.of(before)), before)).isTrue();
    }

    private static Optional<NodeReport> report(long generation, RoleState state) {
        RoleReport role = new RoleReport("php.web", state, generation, state == RoleState.FAILED ? "port 8080 is in use" : "", Map.of());
        return Optional.of(new NodeReport(generation, 1, "1", "boot", List.of(role), NodeLoad.UNKNOWN));
    }

    private static Node node(Life life, AgentState agent, Optional<NodeReport> report) {
        return new Node(
                new InstanceId(new UUID(1, 1)), new ServiceId(new UUID(2, 2)), 1, life, List.of(new RoleConfig("php.web", "{}", List.of())), false, 4, 1,
                Optional.of("key"), 1, report, Optional.of(Instant.EPOCH), agent);
    }
}
