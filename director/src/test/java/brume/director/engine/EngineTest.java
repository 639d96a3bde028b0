package brume.director.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.driver.DriverException;
import brume.core.outcome.Outcome;
import brume.core.outcome.Reason;
import brume.director.db.Database;
import brume.director.db.DatabaseException;
import brume.director.db.OnBothEngines;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@OnBothEngines
final class EngineTest {
    private static final Outcome SETTLED = new Outcome.Settled("as wanted", Duration.ofMinutes(1));
    private static final Outcome WORKING = new Outcome.Working("builds", Duration.ofSeconds(1));

    @AutoClose
    private final Rig rig = new Rig();

    @Test
    void woken_isLookedAt_andTheOutcomeIsKept() {
        Script script = new Script(Rig.KIND).then(SETTLED);
        Engine engine = rig.engine("a", script);
        rig.wake(Rig.ID);
        assertThat(engine.runOne()).isTrue();
        assertThat(script.passes()).containsExactly(Rig.ID);
        assertThat(rig.why().outcome()).isEqualTo("settled");
        assertThat(rig.why().text()).isEqualTo("as wanted");
        assertThat(rig.why().lookedAt()).contains(rig.clock.instant());
        assertThat(engine.runOne()).as("nothing more is due").isFalse();
        assertThat(rig.pause()).isBetween(Duration.ofSeconds(54), Duration.ofSeconds(66));
    }

    @Test
    void wakeDuringAPass_isNotLost() {
        Script script = new Script(Rig.KIND)
                .then(id -> {
                    rig.wake(id);
                    return SETTLED;
                })
                .then(SETTLED);
        Engine engine = rig.engine("a", script);
        rig.wake(Rig.ID);
        assertThat(engine.runOne()).isTrue();
        assertThat(engine.runOne()).as("due again at once").isTrue();
        assertThat(engine.runOne()).isFalse();
        assertThat(script.passes()).hasSize(2);
    }

    @Test
    void wakeAt_bringsALookForward_neverPutsItOff() {
        Engine engine = rig.engine("a", new Script(Rig.KIND).then(SETTLED));
        rig.wake(Rig.ID);
        rig.pass(engine);
        rig.database.write(tx -> {
            rig.due.wakeAt(tx, Rig.KIND, Rig.ID, rig.clock.instant().plusSeconds(5));
            rig.due.wakeAt(tx, Rig.KIND, Rig.ID, rig.clock.instant().plusSeconds(500));
            return true;
        });
        assertThat(rig.pause()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void longestDue_comesFirst() {
        Script script = new Script(Rig.KIND).then(SETTLED);
        Engine engine = rig.engine("a", script);
        List<UUID> order = List.of(new UUID(0, 3), new UUID(0, 1), new UUID(0, 2));
        for (UUID id : order) {
            rig.wake(id);
            rig.clock.advance(Duration.ofMillis(1));
        }
        while (engine.runOne()) {
            assertThat(script.passes()).hasSizeLessThanOrEqualTo(3);
        }
        assertThat(script.passes()).isEqualTo(order);
    }

    @Test
    void kindsWithoutAReconciler_areLeftAlone() {
        Engine engine = rig.engine("a", new Script(new Kind("other")).then(SETTLED));
        rig.wake(Rig.ID);
        assertThat(engine.nextDue()).isEmpty();
        assertThat(engine.runOne()).isFalse();
    }

    @Test
    void claimOfADirectorThatDied_runsOut() {
        Script script = new Script(Rig.KIND)
                .then(id -> {
                    throw new AssertionError("dies");
                })
                .then(SETTLED);
        rig.wake(Rig.ID);
        try {
            rig.engine("a", script).runOne();
        } catch (AssertionError death) {
            assertThat(death).hasMessage("dies");
        }
        Engine other = rig.engine("b", script);
        assertThat(other.runOne()).as("still claimed").isFalse();
        assertThat(other.nextDue()).contains(rig.clock.instant().plus(Engine.LEASE));
        rig.clock.advance(Engine.LEASE);
        assertThat(other.runOne()).isTrue();
    }

    @Test
    void renewedClaim_outlivesItsLease_andAStolenOneIsNotRenewed() {
        List<Boolean> others = new ArrayList<>();
        Engine other = rig.engine("b", new Script(Rig.KIND).then(SETTLED));
        Script slow = new Script(Rig.KIND).then(id -> {
            rig.clock.advance(Engine.LEASE.minusSeconds(1));
            rig.due.renew(List.of("a:1"), rig.clock.instant().plus(Engine.LEASE));
            rig.clock.advance(Engine.LEASE.minusSeconds(1));
            others.add(Database.guarded(tx -> {}, other::runOne));
            rig.clock.advance(Duration.ofSeconds(1));
            others.add(Database.guarded(tx -> {}, other::runOne));
            rig.due.renew(List.of("a:1"), rig.clock.instant().plus(Engine.LEASE));
            return WORKING;
        });
        rig.wake(Rig.ID);
        rig.engine("a", slow).runOne();
        assertThat(others).containsExactly(false, true);
        assertThat(rig.why().outcome()).as("of the one that took over").isEqualTo("settled");
    }

    @Test
    void takeOver_freesClaimsAtOnce_whereNobodyElseCanHoldThem() {
        Script script = new Script(Rig.KIND)
                .then(id -> {
                    throw new AssertionError("dies");
                })
                .then(SETTLED);
        rig.wake(Rig.ID);
        try {
            rig.engine("a", script).runOne();
        } catch (AssertionError death) {
            assertThat(death).hasMessage("dies");
        }
        Engine other = rig.engine("b", script);
        other.takeOver();
        assertThat(other.runOne()).isEqualTo(rig.database.sole());
    }

    @Test
    void takeOver_freesClaimsOfEarlierRunsFromTheSameHome() {
        Script script = new Script(Rig.KIND)
                .then(id -> {
                    throw new AssertionError("dies");
                })
                .then(SETTLED);
        rig.wake(Rig.ID);
        try {
            rig.engine(new Incarnation(Optional.of("home1"), "a"), script).runOne();
        } catch (AssertionError death) {
            assertThat(death).hasMessage("dies");
        }
        Engine neighbour = rig.engine(new Incarnation(Optional.of("home"), "b"), script);
        neighbour.takeOver();
        if (!rig.database.sole()) {
            assertThat(neighbour.runOne()).as("of another home").isFalse();
        }
        Engine next = rig.engine(new Incarnation(Optional.of("home1"), "c"), script);
        next.takeOver();
        assertThat(next.runOne()).isTrue();
    }

    @Test
    void passThatTheDatabaseFailed_isGivenUp_andFreedAsSoonAsTheDatabaseIsBack() {
        Script script = new Script(Rig.KIND)
                .then(id -> {
                    throw rig.away();
                })
                .then(SETTLED);
        Engine engine = rig.engine("a", script);
        rig.wake(Rig.ID);
        assertThatThrownBy(engine::runOne).isInstanceOf(DatabaseException.class);
        assertThat(rig.why().failures()).as("no failure of the thing").isZero();
        assertThat(engine.runOne()).as("without waiting for the lease").isTrue();
        assertThat(rig.why().outcome()).isEqualTo("settled");
        assertThat(rig.cries).isEmpty();
    }

    @Test
    void passThatOutlivesItsLease_canWriteNothing() {
        List<String> written = new ArrayList<>();
        Engine[] other = new Engine[1];
        Script slow = new Script(Rig.KIND).then(id -> {
            rig.clock.advance(Engine.LEASE);
            // The other works on its own, not within this pass.
            Database.guarded(tx -> {}, other[0]::runOne);
            rig.database.write(tx -> written.add("too late"));
            return new Outcome.Settled("too late", Duration.ofDays(1));
        });
        Engine sleeper = rig.engine("a", slow);
        other[0] = rig.engine("b", new Script(Rig.KIND).then(WORKING));
        rig.wake(Rig.ID);
        assertThat(sleeper.runOne()).isTrue();
        assertThat(written).isEmpty();
        assertThat(rig.why().text()).isEqualTo("builds");
    }

    @Test
    void gone_isForgotten() {
        Engine engine = rig.engine("a", new Script(Rig.KIND).then(new Outcome.Gone()));
        rig.wake(Rig.ID);
        rig.pass(engine);
        assertThat(rig.due.explain(Rig.KIND, Rig.ID)).isEmpty();
    }

    @Test
    void goneButWokenMeanwhile_isLookedAtAgain() {
        Script script = new Script(Rig.KIND)
                .then(id -> {
                    rig.wake(id);
                    return new Outcome.Gone();
                })
                .then(SETTLED);
        Engine engine = rig.engine("a", script);
        rig.wake(Rig.ID);
        assertThat(engine.runOne()).isTrue();
        assertThat(engine.runOne()).isTrue();
        assertThat(rig.why().outcome()).isEqualTo("settled");
    }

    @Test
    void unexpectedException_isAnInternalError_criedOutOnce_andTriedAgain() {
        Script script = new Script(Rig.KIND)
                .then(id -> {
                    throw new IllegalStateException("a mistake");
                })
                .then(id -> {
                    throw new IllegalStateException("a mistake");
                })
                .then(SETTLED);
        Engine engine = rig.engine("a", script);
        rig.wake(Rig.ID);
        rig.pass(engine);
        assertThat(rig.why().reason().map(Reason::code)).contains("internal-error");
        rig.pass(engine);
        assertThat(rig.cries).hasSize(1).first().asString().startsWith("alarm:");
        rig.pass(engine);
        assertThat(rig.why().outcome()).isEqualTo("settled");
        assertThat(rig.why().failures()).isZero();
    }

    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of(new DriverException.Transient("down", "x"), "site-unreachable", Duration.ofSeconds(1)),
                Arguments.of(new DriverException.RateLimited("slow", "x", Duration.ofSeconds(40)), "rate-limited", Duration.ofSeconds(40)),
                Arguments.of(new DriverException.OutcomeUnknown("lost", "x"), "outcome-unknown", Duration.ofSeconds(1)),
                Arguments.of(new DriverException.NoCapacity("full", "x"), "no-capacity", Duration.ofSeconds(5)),
                Arguments.of(new DriverException.Rejected("no-such-image", "refused", "x"), "no-such-image", Duration.ofSeconds(5)),
                Arguments.of(new DriverException.Unauthorized("who", "x"), "unauthorized", Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void remoteTrouble_isToldByName_andThePauseGrows(DriverException trouble, String code, Duration first) {
        Script script = new Script(Rig.KIND).then(id -> {
            throw trouble;
        });
        Engine engine = rig.engine("a", script);
        rig.wake(Rig.ID);
        rig.pass(engine);
        assertThat(rig.why().outcome()).isEqualTo("blocked");
        assertThat(rig.why().reason().map(Reason::code)).contains(code);
        assertThat(rig.pause()).isEqualTo(first);
        assertThat(script.troubles()).hasSize(1);
        for (int i = 0; i < 30; i++) {
            rig.pass(engine);
        }
        assertThat(rig.pause()).isGreaterThan(Duration.ofMinutes(4)).isLessThanOrEqualTo(Duration.ofHours(1));
        assertThat(rig.cries).as("said once").hasSize(1);
    }

    @Test
    void sameWorkForLong_slowsDownToHourly_andRaisesOneAlarm() {
        Engine engine = rig.engine("a", new Script(Rig.KIND).then(WORKING));
        rig.wake(Rig.ID);
        for (int i = 0; i < 500; i++) {
            rig.pass(engine);
        }
        assertThat(rig.cries).as("patience first").isEmpty();
        for (int i = 0; i < 200; i++) {
            rig.pass(engine);
        }
        assertThat(rig.why().reason().map(Reason::code)).contains("not-converging");
        assertThat(rig.cries).hasSize(1).first().asString().startsWith("alarm:").contains("builds");
        assertThat(rig.pause()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void progress_isNotMistakenForStandstill() {
        Script script = new Script(Rig.KIND).then(id -> new Outcome.Working("step at " + rig.clock.millis(), Duration.ofSeconds(10)));
        Engine engine = rig.engine("a", script);
        rig.wake(Rig.ID);
        for (int i = 0; i < 500; i++) {
            rig.pass(engine);
        }
        assertThat(rig.why().outcome()).isEqualTo("working");
        assertThat(rig.cries).isEmpty();
    }
}
