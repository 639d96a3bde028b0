package brume.director.node;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.agent.NodeLoad;
import brume.core.agent.NodeReport;
import brume.core.id.InstanceId;
import brume.core.id.ServiceId;
import brume.director.db.Life;
import brume.testkit.sim.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two directors, one of which the agent speaks to. */
final class PresenceTest {
    private static final InstanceId ID = new InstanceId(new UUID(0, 1));
    private static final NodeReport REPORT = new NodeReport(1, 1, "1", "boot", List.of(), new NodeLoad(1, 2, 3, 4, 5));

    private final VirtualClock clock = new VirtualClock();
    private final Presence spokenTo = new Presence(clock);
    private final Presence other = new Presence(clock);

    @BeforeEach
    void longAfterTheStart() {
        clock.advance(Duration.ofHours(1));
    }

    @Test
    void agentOfAnotherDirector_countsAsConnected_asLongAsItsRowIsKeptFresh() {
        Node row = heardNow(AgentState.CONNECTED);
        assertThat(other.connected(row)).isTrue();
        clock.advance(Presence.ROW_REFRESH.plus(Presence.SILENT_AFTER).minusMillis(1));
        assertThat(other.connected(row)).isTrue();
        clock.advance(Duration.ofMillis(1));
        assertThat(other.connected(row)).isFalse();
        assertThat(other.load(row)).as("from the row").contains(REPORT.load());
    }

    @Test
    void silentAgent_isFoundLostByWhoeverItSpokeTo_andTheOtherBelievesThat() {
        Node row = heardNow(AgentState.CONNECTED);
        spokenTo.heard(ID, REPORT.load());
        clock.advance(Presence.SILENT_AFTER);
        assertThat(spokenTo.connected(row)).isFalse();
        Node lost = new Node(
                row.id(), row.service(), 0, Life.ALIVE, List.of(), false, 1, 1, row.key(), 1, row.report(), row.heardAt(), AgentState.LOST);
        assertThat(other.connected(lost)).isFalse();
        assertThat(other.connected(heardNow(AgentState.LOST))).as("it speaks again").isTrue();
    }

    @Test
    void agentThatCameOver_hasItsRowRefreshedAtOnce_soThatTheFirstDirectorDoesNotMissIt() {
        Node row = heardNow(AgentState.CONNECTED);
        spokenTo.heard(ID, REPORT.load());
        assertThat(spokenTo.rowIsOld(row)).isFalse();
        assertThat(other.rowIsOld(row)).isTrue();
        clock.advance(Duration.ofSeconds(5));
        other.heard(ID, REPORT.load());
        Node refreshed = heardNow(AgentState.CONNECTED);
        assertThat(other.rowIsOld(refreshed)).isFalse();
        clock.advance(Presence.SILENT_AFTER);
        assertThat(spokenTo.connected(refreshed)).isTrue();
    }

    @Test
    void grantAlone_isNoSign() {
        Node granted = new Node(
                ID, new ServiceId(new UUID(0, 2)), 0, Life.ALIVE, List.of(), false, 1, 1, Optional.of("k"), 1, Optional.empty(), Optional.of(clock.instant()), AgentState.WAITING);
        assertThat(other.connected(granted)).isFalse();
        assertThat(other.mayStillSpeak(granted)).isTrue();
    }

    private Node heardNow(AgentState agent) {
        return new Node(
                ID, new ServiceId(new UUID(0, 2)), 0, Life.ALIVE, List.of(), false, 1, 1, Optional.of("k"), 1, Optional.of(REPORT), Optional.of(clock.instant()), agent);
    }
}
