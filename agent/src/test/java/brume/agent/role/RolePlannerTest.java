package brume.agent.role;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.agent.NodeConfig;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import brume.core.role.RoleLook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Scripts: roles as {@code name=settings}, the plan as text. */
final class RolePlannerTest {
    private static final RoleLook RUNS = new RoleLook(RoleState.RUNNING, "", Map.of());
    private static final RoleLook FELL = new RoleLook(RoleState.STOPPED, "", Map.of());

    private final Map<String, RoleStatus> statuses = new LinkedHashMap<>();
    private Instant now = Instant.EPOCH;
    private Optional<NodeConfig> config = Optional.empty();

    private void want(String... roles) {
        config = Optional.of(new NodeConfig(1, 1, Stream.of(roles).map(RolePlannerTest::role).toList()));
        config.get().roles().forEach(role -> statuses.computeIfAbsent(role.role(), name -> RoleStatus.unknown(name, now)));
    }

    private static RoleConfig role(String text) {
        int equals = text.indexOf('=');
        return new RoleConfig(text.substring(0, equals), text.substring(equals + 1), List.of());
    }

    private RolePlan raw() {
        return RolePlanner.plan(config, statuses, now);
    }

    private String plan() {
        RolePlan plan = raw();
        List<String> words = new ArrayList<>(plan.begin().stream().map(RolePlannerTest::text).toList());
        plan.interrupt().forEach(role -> words.add("interrupt " + role));
        return String.join(", ", words);
    }

    private static String text(RoleStep step) {
        return switch (step) {
            case RoleStep.Bring bring -> "bring " + bring.role() + "=" + bring.config().settings();
            case RoleStep.Look look -> "look " + look.role();
            case RoleStep.Stop stop -> "stop " + stop.role();
        };
    }

    private RoleStatus status(String role) {
        return Objects.requireNonNull(statuses.get(role));
    }

    private void begun() {
        raw().begin().forEach(step -> statuses.put(step.role(), status(step.role()).begin(step)));
    }

    /** Begins what is planned, and all of it works. */
    private void works() {
        for (RoleStep step : raw().begin()) {
            begunWorks(step);
        }
    }

    private void begunWorks(RoleStep step) {
        RoleStatus at = status(step.role()).begin(step);
        statuses.put(step.role(), switch (step) {
            case RoleStep.Bring bring -> at.broughtTo(bring.config(), now).seen(RUNS, now);
            case RoleStep.Look _ -> at.seen(RUNS, now);
            case RoleStep.Stop _ -> at.stopped(now);
        });
    }

    private void fails(String role, String settings) {
        Optional<RoleConfig> at = settings.isEmpty() ? Optional.empty() : Optional.of(role(role + "=" + settings));
        statuses.put(role, status(role).failed(at, new RoleStatus.Fault("because", "because"), now));
    }

    @Test
    void noConfig_noStep() {
        assertThat(plan()).isEmpty();
    }

    @Test
    void roles_areBroughtOneAfterTheOther() {
        want("a=1", "b=1");
        assertThat(plan()).isEqualTo("bring a=1");
        begun();
        assertThat(plan()).isEmpty();
        begunWorks(new RoleStep.Bring(role("a=1")));
        assertThat(plan()).isEqualTo("bring b=1");
        works();
        assertThat(plan()).isEmpty();
    }

    @Test
    void failedRole_doesNotHoldUpTheNext_andIsTriedAgainAfterPausesThatGrow() {
        want("a=1", "b=1");
        fails("a", "1");
        assertThat(plan()).isEqualTo("bring b=1");
        works();
        assertThat(raw().again()).contains(now.plusMillis(500));
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            pauses.add(Duration.between(now, status("a").notBefore()).toMillis());
            now = status("a").notBefore();
            assertThat(plan()).startsWith("bring a=1");
            fails("a", "1");
        }
        assertThat(pauses).containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16_000L, 30_000L, 30_000L, 30_000L);
    }

    @Test
    void failedStartup_holdsUpTheOthers() {
        want("startup=1", "b=1");
        fails("startup", "1");
        assertThat(plan()).isEmpty();
        now = now.plusMillis(500);
        assertThat(plan()).as("the other may be looked at").isEqualTo("bring startup=1, look b");
    }

    @Test
    void newConfigForAFailedRole_isTriedAtOnce() {
        want("a=1");
        fails("a", "1");
        want("a=2");
        assertThat(plan()).isEqualTo("bring a=2");
    }

    @Test
    void bringOfAnOldConfig_isInterrupted_oneOfTheSameIsNot() {
        want("a=1", "b=1");
        begun();
        want("a=1", "b=2");
        assertThat(plan()).isEmpty();
        want("a=2", "b=2");
        assertThat(plan()).isEqualTo("interrupt a");
        want("b=2");
        assertThat(plan()).isEqualTo("interrupt a");
    }

    @Test
    void goneRoles_areStoppedTheLastFirst_beforeAnythingIsBrought() {
        want("a=1", "b=1", "c=1");
        works();
        works();
        works();
        want("c=2");
        assertThat(plan()).isEqualTo("stop b");
        works();
        assertThat(plan()).isEqualTo("stop a");
        works();
        assertThat(plan()).isEqualTo("bring c=2");
    }

    @Test
    void failedStop_doesNotHoldUpTheRest_andIsTriedAgain() {
        want("a=1", "b=1");
        works();
        works();
        want("a=2");
        fails("b", "");
        assertThat(plan()).isEqualTo("bring a=2");
        works();
        now = now.plusMillis(500);
        assertThat(plan()).isEqualTo("stop b, look a");
    }

    @Test
    void failingRoleThatIsGone_isStoppedAtOnce() {
        want("a=1");
        for (int i = 0; i < 6; i++) {
            fails("a", "1");
        }
        want();
        assertThat(plan()).isEqualTo("stop a");
    }

    @Test
    void revoked_everythingStops() {
        want("a=1", "b=1");
        works();
        works();
        config = Optional.empty();
        assertThat(plan()).isEqualTo("stop b");
        works();
        works();
        assertThat(plan()).isEmpty();
    }

    @Test
    void roleFoundNotRunning_isBroughtAgain_withAPauseThatGrowsWhileItFallsAgain() {
        want("a=1");
        works();
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            statuses.put("a", status("a").seen(FELL, now));
            assertThat(status("a").state()).isEqualTo(RoleState.FAILED);
            pauses.add(Duration.between(now, status("a").notBefore()).toMillis());
            now = status("a").notBefore();
            works();
            assertThat(status("a").state()).isEqualTo(RoleState.RUNNING);
        }
        assertThat(pauses).containsExactly(500L, 1000L, 2000L, 4000L);
        now = now.plusSeconds(61);
        statuses.put("a", status("a").seen(RUNS, now));
        statuses.put("a", status("a").seen(FELL, now));
        assertThat(status("a").notBefore()).as("what ran for long starts from the shortest pause").isEqualTo(now.plusMillis(500));
    }

    @Test
    void looks_areFrequentAfterAChange_andRarerLater() {
        want("a=1");
        works();
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Instant due = raw().again().orElseThrow();
            pauses.add(Duration.between(now, due).toMillis());
            now = due;
            assertThat(plan()).isEqualTo("look a");
            works();
        }
        assertThat(pauses).containsExactly(500L, 500L, 1000L, 2000L, 4000L, 5000L, 5000L, 5000L);
    }

    @Test
    void whateverHappens_oneStepPerRole_andInTheEndEverythingIsThere() {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            statuses.clear();
            config = Optional.empty();
            for (int i = 0; i < 60; i++) {
                anything(random);
                assertThat(raw().begin().stream().map(RoleStep::role)).as("seed " + seed).doesNotHaveDuplicates();
                assertThat(raw().begin()).as("seed " + seed).allMatch(step -> status(step.role()).idle());
            }
            calm();
            assertThat(statuses.values().stream().filter(s -> s.state() == RoleState.RUNNING).map(RoleStatus::role).collect(Collectors.toSet()))
                    .as("seed " + seed)
                    .isEqualTo(config.stream().flatMap(c -> c.roles().stream()).map(RoleConfig::role).collect(Collectors.toSet()));
        }
    }

    /** One random turn: time passes, the config changes, a step begins, works, fails or is given up. */
    private void anything(SplittableRandom random) {
        now = now.plusMillis(random.nextInt(3000));
        if (random.nextInt(5) == 0) {
            want(Stream.of("startup", "a", "b", "c").filter(r -> random.nextBoolean()).map(r -> r + "=" + random.nextInt(3)).toArray(String[]::new));
        }
        begun();
        for (RoleStatus status : List.copyOf(statuses.values())) {
            if (status.underWay().isPresent() && random.nextBoolean()) {
                statuses.put(status.role(), came(status, status.underWay().get(), random.nextInt(4)));
            }
        }
    }

    private RoleStatus came(RoleStatus status, RoleStep step, int luck) {
        return switch (step) {
            case RoleStep.Bring bring when luck == 0 -> status.failed(Optional.of(bring.config()), new RoleStatus.Fault("luck", "luck"), now);
            case RoleStep.Bring _ when luck == 1 -> status.abandoned();
            case RoleStep.Bring bring -> status.broughtTo(bring.config(), now).seen(RUNS, now);
            case RoleStep.Look _ -> status.seen(luck == 0 ? FELL : RUNS, now);
            case RoleStep.Stop _ when luck == 0 -> status.failed(Optional.empty(), new RoleStatus.Fault("luck", "luck"), now);
            case RoleStep.Stop _ -> status.stopped(now);
        };
    }

    /** From now on everything works. */
    private void calm() {
        for (int i = 0; i < 40; i++) {
            statuses.values().stream().filter(s -> s.underWay().isPresent()).toList().forEach(s -> begunWorks(s.underWay().get()));
            works();
            now = now.plusSeconds(31);
        }
    }
}
