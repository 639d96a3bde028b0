package brume.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.agent.Bootstrap;
import brume.core.agent.EnrolRequest;
import brume.core.agent.NodeConfig;
import brume.core.agent.NodeReport;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import brume.core.driver.ProviderRef;
import brume.testkit.fake.FakeGuest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FakeAgentTest {
    private static final Instant NOW = VirtualClock.START;

    private final Script director = new Script();
    private final FakeAgent agent = new FakeAgent(
            guest(1), new Bootstrap("brume", List.of(), "", "0190-a", 1, "token"), director, RoleBehaviour.OBEDIENT);

    @Test
    void agent_isInert_untilItIsGrantedAFence() {
        agent.enrol(NOW);
        assertThat(agent.enrolled()).isTrue();
        assertThat(agent.copyRuns()).isFalse();

        director.config = new AgentPort.Config(config(1, 0));
        agent.poll(NOW);
        assertThat(agent.copyRuns()).as("a config without a fence grants nothing").isFalse();

        director.config = new AgentPort.Config(config(2, 1));
        agent.poll(NOW);
        assertThat(agent.copyRuns()).isTrue();
    }

    @Test
    void refusedAgent_staysInert() {
        director.enrolment = new AgentPort.Refused("token-used");

        agent.enrol(NOW);

        assertThat(agent.enrolled()).isFalse();
        assertThat(agent.next(NOW)).as("asks again after a pause").isEmpty();
        assertThat(agent.next(NOW.plus(FakeAgent.RETRY))).isPresent();
    }

    @Test
    void reportSaysWhatTheRolesReached() {
        obey(config(3, 1));
        agent.report(NOW);
        agent.work();
        agent.report(NOW);

        assertThat(director.reports).extracting(NodeReport::generation).containsExactly(0L, 3L);
        assertThat(director.reports).extracting(r -> r.roles().getFirst().state()).containsExactly(RoleState.STARTING, RoleState.RUNNING);
    }

    @Test
    void lowerFence_isNotObeyed() {
        obey(config(5, 4));

        director.config = new AgentPort.Config(config(9, 3));
        agent.poll(NOW);
        agent.work();

        assertThat(agent.fence()).isEqualTo(4);
        assertThat(agent.generation()).isEqualTo(5);
    }

    @Test
    void staleFence_makesTheAgentInert_untilAHigherOneComes() {
        obey(config(5, 4));
        director.report = new AgentPort.StaleFence();
        agent.report(NOW);
        assertThat(agent.copyRuns()).isFalse();

        director.config = new AgentPort.Config(config(6, 4));
        agent.poll(NOW);
        assertThat(agent.copyRuns()).as("the fence that is stale stays stale").isFalse();

        director.config = new AgentPort.Config(config(7, 5));
        agent.poll(NOW);
        assertThat(agent.copyRuns()).isTrue();
    }

    @Test
    void noAnswer_leavesTheLastOrdersInForce() {
        obey(config(5, 1));
        agent.work();
        director.config = new AgentPort.NoAnswer();
        director.report = new AgentPort.NoAnswer();

        agent.poll(NOW);
        agent.report(NOW);

        assertThat(agent.copyRuns()).isTrue();
        assertThat(agent.generation()).isEqualTo(5);
    }

    @Test
    void rebootedMachine_obeysItsDisk_withAnotherBootId() {
        obey(config(5, 1));
        agent.work();
        agent.report(NOW);

        agent.booted(guest(2));
        assertThat(agent.generation()).isZero();
        agent.work();
        agent.report(NOW);

        assertThat(agent.enrolled()).isTrue();
        assertThat(director.reports).extracting(NodeReport::generation).containsExactly(5L, 5L);
        assertThat(director.reports).extracting(NodeReport::bootId).doesNotHaveDuplicates();
    }

    @Test
    void roleThatIsGoneFromTheConfig_stops() {
        obey(config(1, 1));
        agent.work();

        director.config = new AgentPort.Config(new NodeConfig(2, 1, List.of()));
        agent.poll(NOW);
        agent.work();

        assertThat(agent.copyRuns()).isFalse();
        assertThat(agent.generation()).isEqualTo(2);
    }

    private void obey(NodeConfig config) {
        agent.enrol(NOW);
        director.config = new AgentPort.Config(config);
        agent.poll(NOW);
    }

    private static NodeConfig config(long generation, long fence) {
        return new NodeConfig(generation, fence, List.of(new RoleConfig("php.web", "{}", List.of())));
    }

    private static FakeGuest guest(int boot) {
        return new FakeGuest(1, new ProviderRef("one"), boot, "", "10.83.0.16");
    }

    /** Answers what it is told to. */
    private static final class Script implements AgentPort {
        private final List<NodeReport> reports = new ArrayList<>();
        private EnrolAnswer enrolment = new Enrolled("certificate");
        private ConfigAnswer config = new Unchanged();
        private ReportAnswer report = new Accepted();

        @Override
        public EnrolAnswer enrol(EnrolRequest request) {
            return enrolment;
        }

        @Override
        public ConfigAnswer config(String certificate, long after) {
            return config;
        }

        @Override
        public ReportAnswer report(String certificate, NodeReport sent) {
            reports.add(sent);
            return report;
        }

        @Override
        public boolean waiting(String certificate, long after) {
            return config instanceof Config;
        }
    }
}
