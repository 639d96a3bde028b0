package brume.director.service;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.agent.RoleConfig;
import brume.core.id.AppId;
import brume.core.id.InstanceId;
import brume.core.id.ServiceId;
import brume.core.id.SiteId;
import brume.core.outcome.Reason;
import brume.core.service.NodePlan;
import brume.core.service.Progress;
import brume.core.service.ServicePlan;
import brume.director.db.Life;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ServicePlannerTest {
    private static final RoleConfig WEB = new RoleConfig("php.web", "{}", List.of());
    private static final RoleConfig WEB_CHANGED = new RoleConfig("php.web", "{\"x\":1}", List.of());
    private static final Progress READY = new Progress.Ready("Serving.");

    @Test
    void missingNode_isAdded_andNothingIsReadyBefore() {
        ServiceStep step = ServicePlanner.running(service(ServiceState.INIT, 0, 3), List.of(), plan(READY, node(1, WEB)));

        assertThat(step.acts()).containsExactly(new NodeAct.Add(node(1, WEB)));
        assertThat(step.seen().state()).isEqualTo(ServiceState.PROLOGUE);
        assertThat(step.seen().generation()).as("wants are not met yet").isZero();
    }

    @Test
    void planOfThePlannedWorld_isNothing_andReachesTheGeneration() {
        ServiceStep step = ServicePlanner.running(service(ServiceState.PROLOGUE, 0, 3), List.of(seen(1, Life.ALIVE, true, WEB)), plan(READY, node(1, WEB)));

        assertThat(step.acts()).isEmpty();
        assertThat(step.seen().state()).isEqualTo(ServiceState.RUNNING);
        assertThat(step.seen().generation()).isEqualTo(3);
    }

    @Test
    void changedRoles_areSet_andARunningServiceAdapts() {
        ServiceStep step = ServicePlanner.running(
                service(ServiceState.RUNNING, 2, 3), List.of(seen(1, Life.ALIVE, true, WEB)), plan(new Progress.Moving("Moving."), node(1, WEB_CHANGED)));

        assertThat(step.acts()).containsExactly(new NodeAct.SetRoles(id(1), List.of(WEB_CHANGED)));
        assertThat(step.seen().state()).isEqualTo(ServiceState.ADAPTING);
    }

    @Test
    void nodeNotPlannedAnyMore_isRemoved_andItsOrdinalWaitsUntilItIsGone() {
        ServiceStep removing = ServicePlanner.running(
                service(ServiceState.RUNNING, 3, 3), List.of(seen(1, Life.ALIVE, true, WEB), seen(2, Life.ALIVE, true, WEB)), plan(READY, node(1, WEB)));
        assertThat(removing.acts()).containsExactly(new NodeAct.Remove(id(2)));

        ServiceStep reusing = ServicePlanner.running(
                service(ServiceState.RUNNING, 3, 3), List.of(seen(1, Life.ALIVE, true, WEB), seen(2, Life.DYING, true, WEB)), plan(READY, node(1, WEB), node(2, WEB)));
        assertThat(reusing.acts()).as("the address of a dying node is not free").isEmpty();
        assertThat(reusing.seen().state()).isEqualTo(ServiceState.ADAPTING);
    }

    @Test
    void startedAgain_nodesArePoweredOn_notMadeAnew() {
        ServiceStep step = ServicePlanner.running(service(ServiceState.STOPPED, 2, 3), List.of(seen(1, Life.ALIVE, false, WEB)), plan(READY, node(1, WEB)));

        assertThat(step.acts()).containsExactly(new NodeAct.SetPower(id(1), true));
        assertThat(step.seen().state()).isEqualTo(ServiceState.PROLOGUE);
    }

    @Test
    void stopping_keepsNodes_andIsStoppedOnlyWhenEveryMachineIsOff() {
        NodeSight on = seen(1, Life.ALIVE, true, WEB);
        NodeSight off = new NodeSight(id(1), 1, Life.ALIVE, List.of(WEB), false, true);

        ServiceStep first = ServicePlanner.stopped(service(ServiceState.RUNNING, 2, 3), List.of(on));
        ServiceStep last = ServicePlanner.stopped(service(ServiceState.EPILOGUE, 2, 3), List.of(off));

        assertThat(first.acts()).containsExactly(new NodeAct.SetPower(id(1), false));
        assertThat(first.seen().state()).isEqualTo(ServiceState.EPILOGUE);
        assertThat(last.acts()).isEmpty();
        assertThat(last.seen().state()).isEqualTo(ServiceState.STOPPED);
        assertThat(last.seen().generation()).isEqualTo(3);
    }

    @Test
    void deleting_removesEveryNode_andBuriesWhenNoneIsLeft() {
        assertThat(ServicePlanner.dying(service(ServiceState.RUNNING, 3, 4), List.of(seen(1, Life.ALIVE, true, WEB), seen(2, Life.DYING, true, WEB))).acts())
                .containsExactly(new NodeAct.Remove(id(1)));
        assertThat(ServicePlanner.dying(service(ServiceState.EPILOGUE, 3, 4), List.of()).bury()).isTrue();
    }

    @Test
    void stuckPlan_isAnError_thatSaysWhatIsNeeded() {
        Reason reason = new Reason("no-majority", "Node 2 must come back.");

        ServiceStep step = ServicePlanner.running(service(ServiceState.RUNNING, 3, 3), List.of(seen(1, Life.ALIVE, true, WEB)), plan(new Progress.Stuck(reason), node(1, WEB)));

        assertThat(step.seen().state()).isEqualTo(ServiceState.ERROR);
        assertThat(step.stuck()).contains(reason);
    }

    private static ServicePlan plan(Progress progress, NodePlan... nodes) {
        return new ServicePlan(List.of(nodes), Map.of(), Optional.empty(), progress);
    }

    private static NodePlan node(int ordinal, RoleConfig... roles) {
        return new NodePlan(ordinal, List.of(roles), List.of());
    }

    private static NodeSight seen(int ordinal, Life life, boolean on, RoleConfig... roles) {
        return new NodeSight(id(ordinal), ordinal, life, List.of(roles), on, !on);
    }

    private static InstanceId id(int n) {
        return new InstanceId(new UUID(0, n));
    }

    private static Service service(ServiceState state, long seenGeneration, long generation) {
        return new Service(
                new ServiceId(new UUID(1, 1)), new AppId(new UUID(2, 2)), 1, "php", "web", new SiteId(new UUID(3, 3)), true, Map.of(), "{}",
                Optional.empty(), Optional.empty(), Life.ALIVE, generation, Instant.EPOCH,
                new ServiceSight(seenGeneration, state, "", Map.of(), Optional.empty()));
    }
}
