package brume.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import brume.agent.base.Signal;
import brume.agent.base.WholeFile;
import brume.agent.fake.FakeDirector;
import brume.agent.fake.Fault;
import brume.agent.tls.TestAuthority;
import brume.core.agent.Bootstrap;
import brume.core.agent.ContentRef;
import brume.core.agent.NodeConfig;
import brume.core.agent.NodeReport;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent as a process, against a director with faults. */
final class AgentTest {
    @TempDir
    private Path root;

    private Machine machine;
    private FakeDirector director;

    @BeforeEach
    void begin() throws Exception {
        director = new FakeDirector(Instant.now());
        machine = new Machine(root).bootstrap(director.bootstrap());
    }

    @AfterEach
    void end() {
        machine.close();
        director.close();
    }

    private static NodeConfig config(long generation, long fence, RoleConfig... roles) {
        return new NodeConfig(generation, fence, List.of(roles));
    }

    private static RoleConfig role(String name, String settings, ContentRef... content) {
        return new RoleConfig(name, settings, List.of(content));
    }

    private NodeReport awaitGeneration(long generation) {
        return director.awaitReport("generation " + generation, r -> r.generation() == generation);
    }

    @Test
    void newMachine_enrols_obeysTheConfig_andReports() throws Exception {
        machine.start();
        director.want(config(1, 1, role("test.a", "first")));
        NodeReport report = awaitGeneration(1);
        assertThat(report.fence()).isEqualTo(1);
        assertThat(report.role("test.a").orElseThrow().state()).isEqualTo(RoleState.RUNNING);
        assertThat(report.role("test.a").orElseThrow().facts()).containsEntry("address", "127.0.0.1");
        assertThat(machine.journal()).containsExactly("bring test.a first", "brought test.a first");
        assertThat(director.calls().stream().filter(c -> c.path().endsWith("/report"))).allMatch(c -> c.client().equals("CN=" + FakeDirector.INSTANCE));
    }

    @Test
    void keptFiles_areForRootOnly_andHoldNoToken() throws Exception {
        machine.start();
        director.want(config(1, 1, role("test.a", "first")));
        awaitGeneration(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(machine.state()))).isEqualTo("rwx------");
        for (String name : List.of("bootstrap.json", "key.pem", "identity.json", "orders.json")) {
            Path file = machine.state().resolve(name);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).as(name).isEqualTo("rw-------");
            assertThat(Files.readString(file)).as(name).doesNotContain(FakeDirector.TOKEN);
        }
        assertThat(machine.log()).doesNotContain(FakeDirector.TOKEN);
    }

    @Test
    void lostEnrolReply_isAskedForAgain_withTheSameKey() throws Exception {
        director.next("/agent/v1/enrol", new Fault.LostReply());
        machine.start();
        director.awaitReport("any", r -> true);
        assertThat(director.enrolments()).hasSize(2);
        assertThat(TestAuthority.keyOf(director.enrolments().get(0).csr())).isEqualTo(TestAuthority.keyOf(director.enrolments().get(1).csr()));
    }

    @Test
    void killedWhileEnrolling_comesBackWithTheSameKey() throws Exception {
        director.watch(path -> {
            if (path.endsWith("/enrol") && director.enrolments().isEmpty()) {
                machine.kill();
            }
        });
        machine.start();
        director.awaitCall("enrol", c -> c.path().endsWith("/enrol"));
        machine.start();
        director.awaitReport("any", r -> true);
        assertThat(director.enrolments().stream().map(e -> key(e.csr())).distinct()).hasSize(1);
    }

    private static String key(String csr) {
        try {
            return TestAuthority.keyOf(csr).toString();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void machineWithoutGrant_isInert() throws Exception {
        director.want(config(1, 0, role("test.a", "too early")));
        machine.start();
        machine.awaitLog("config 1 refused");
        NodeReport report = director.awaitReport("any", r -> true);
        assertThat(report.fence()).isZero();
        assertThat(machine.journal()).isEmpty();
        director.want(config(2, 1, role("test.a", "granted")));
        awaitGeneration(2);
        assertThat(machine.journal()).containsExactly("bring test.a granted", "brought test.a granted");
    }

    @Test
    void lowerFence_isRefused_alsoAfterARestart() throws Exception {
        machine.start();
        director.want(config(1, 7, role("test.a", "by seven")));
        awaitGeneration(1);
        director.want(config(2, 6, role("test.a", "by six")));
        machine.awaitLog("config 2 refused");
        machine.start();
        director.want(config(3, 6, role("test.a", "by six again")));
        machine.awaitLog("config 3 refused");
        assertThat(machine.journal()).noneMatch(line -> line.contains("six"));
    }

    @Test
    void staleFence_stopsTheRoles_andIsNotObeyedAgain() throws Exception {
        machine.start();
        director.want(config(1, 1, role("test.a", "x"), role("test.b", "x")));
        awaitGeneration(1);
        director.grantElsewhere(2);
        machine.awaitJournal("stopped test.a");
        assertThat(machine.journal()).endsWith("stopped test.b", "stopped test.a");
        director.forgetReports();
        machine.start();
        NodeReport report = director.awaitReport("after the restart", r -> true);
        assertThat(report.fence()).isZero();
        assertThat(machine.journal().stream().filter(line -> line.startsWith("brought"))).hasSize(2);
    }

    @Test
    void instanceThatIsGone_stopsItsRoles() throws Exception {
        machine.start();
        director.want(config(1, 1, role("test.a", "x")));
        awaitGeneration(1);
        director.forget();
        machine.awaitJournal("stopped test.a");
    }

    @Test
    void directorAway_rolesStay_andTheKeptConfigIsBroughtAfterARestart() throws Exception {
        machine.start();
        director.want(config(1, 1, role("test.a", "kept")));
        awaitGeneration(1);
        InetSocketAddress address = director.address();
        director.close();
        Files.delete(root.resolve("test.a.running")); // as after a reboot
        machine.start();
        machine.awaitJournal(4);
        assertThat(machine.journal()).containsExactly("bring test.a kept", "brought test.a kept", "bring test.a kept", "brought test.a kept");
        director = new FakeDirector(director.authority(), address, Instant.now());
        director.want(config(2, 1, role("test.a", "back again")));
        awaitGeneration(2);
        assertThat(director.enrolments()).as("the kept certificate is used").isEmpty();
    }

    @Test
    void roleFoundNotRunning_isBroughtAgain() throws Exception {
        machine.start();
        director.want(config(1, 1, role("test.a", "x")));
        awaitGeneration(1);
        Files.delete(root.resolve("test.a.running"));
        NodeReport fell = director.awaitReport("the fall", r -> r.role("test.a").filter(a -> a.state() == RoleState.FAILED).isPresent());
        assertThat(fell.role("test.a").orElseThrow().detail()).contains("not running");
        director.forgetReports();
        director.awaitReport("up again", r -> r.role("test.a").filter(a -> a.state() == RoleState.RUNNING).isPresent());
    }

    @Test
    void latestConfigWins_overABringThatIsSlow() throws Exception {
        machine.start();
        director.want(config(1, 1, role("test.a", "wait"), role("test.b", "x")));
        machine.awaitJournal("bring test.a wait");
        director.want(config(2, 1, role("test.a", "quick"), role("test.b", "x")));
        awaitGeneration(2);
        assertThat(machine.journal()).containsExactly("bring test.a wait", "bring test.a quick", "brought test.a quick", "bring test.b x", "brought test.b x");
    }

    @Test
    void newerConfigForAnotherRole_doesNotDisturbASlowBring() throws Exception {
        machine.start();
        director.want(config(1, 1, role("test.a", "wait")));
        machine.awaitJournal("bring test.a wait");
        director.want(config(2, 1, role("test.a", "wait"), role("test.b", "x")));
        machine.awaitLog("config 2");
        machine.go();
        awaitGeneration(2);
        assertThat(machine.journal()).containsExactly("bring test.a wait", "brought test.a wait", "bring test.b x", "brought test.b x");
    }

    @Test
    void failure_isReported_triedAgain_andDoesNotHoldUpTheOthers() throws Exception {
        machine.start();
        director.want(config(1, 1, role("test.a", "fail"), role("test.b", "x")));
        NodeReport report = director.awaitReport("b runs", r -> r.role("test.b").filter(b -> b.state() == RoleState.RUNNING).isPresent());
        assertThat(report.role("test.a").orElseThrow().state()).isIn(RoleState.FAILED, RoleState.STARTING);
        assertThat(report.generation()).isZero();
        machine.awaitLog("told to fail");
        director.want(config(2, 1, role("test.a", "fine now"), role("test.b", "x")));
        awaitGeneration(2);
    }

    @Test
    void goneRoles_areStopped_theLastFirst_beforeOthersBegin() throws Exception {
        machine.start();
        director.want(config(1, 1, role("test.a", "x"), role("test.b", "x")));
        awaitGeneration(1);
        director.want(config(2, 1));
        NodeReport report = awaitGeneration(2);
        assertThat(report.roles()).isEmpty();
        assertThat(machine.journal()).endsWith("stopped test.b", "stopped test.a");
    }

    @Test
    void killedBetweenConfigAndStop_stopsAfterTheRestart() throws Exception {
        machine.start();
        director.want(config(1, 1, role("test.a", "x")));
        awaitGeneration(1);
        machine.kill();
        // the machine went down right after the next config reached the disk
        WholeFile.write(machine.state().resolve("orders.json"), "{\"fenceMin\":1,\"config\":{\"generation\":2,\"fence\":1,\"roles\":[]},\"present\":[\"test.a\"]}");
        director.want(config(2, 1));
        machine.start();
        awaitGeneration(2);
        assertThat(machine.journal()).endsWith("stopped test.a");
    }

    @Test
    void content_isFetched_verified_andGoneOnWith() throws Exception {
        byte[] blob = "a".repeat(200_000).getBytes(StandardCharsets.UTF_8);
        ContentRef ref = new ContentRef("code", director.blob(blob), blob.length);
        director.next("/agent/v1/content/", new Fault.Cut());
        director.next("/agent/v1/content/", new Fault.Corrupt());
        machine.start();
        director.want(config(1, 1, role("test.a", "content", ref)));
        awaitGeneration(1);
        assertThat(machine.journal()).contains("content code " + "a".repeat(200_000));
        assertThat(director.calls().stream().filter(c -> c.path().contains("/content/"))).hasSize(3);
        assertThat(machine.log()).contains("do not match its digest");
    }

    @Test
    void contentThatIsNeverRight_failsTheRole_withTheReason() throws Exception {
        byte[] blob = "right".getBytes(StandardCharsets.UTF_8);
        ContentRef ref = new ContentRef("code", director.blob(blob), blob.length);
        for (int i = 0; i < 8; i++) {
            director.next("/agent/v1/content/", new Fault.Corrupt());
        }
        machine.start();
        director.want(config(1, 1, role("test.a", "content", ref)));
        NodeReport report = director.awaitReport("failure", r -> r.role("test.a").filter(a -> a.state() == RoleState.FAILED).isPresent());
        assertThat(report.role("test.a").orElseThrow().detail()).contains("code").contains("do not match its digest");
        assertThat(machine.journal()).noneMatch(line -> line.startsWith("content"));
    }

    @Test
    void certificate_isRenewedBeforeItEnds_withTheSameKey_andUsedAtOnce() throws Exception {
        director.lifetime(Duration.ofSeconds(3));
        machine.start();
        FakeDirector.Call renewal = director.awaitCall("renew", c -> c.path().endsWith("/renew"));
        assertThat(renewal.client()).isEqualTo("CN=" + FakeDirector.INSTANCE);
        director.awaitCall("a call with the new certificate", c -> !c.serial().isEmpty() && !c.serial().equals(renewal.serial()));
        assertThat(director.enrolments()).hasSize(1);
    }

    @Test
    void certificateThatEndedWhileTheMachineWasOff_isAskedForAnew() throws Exception {
        director.lifetime(Duration.ofSeconds(1));
        machine.start();
        director.awaitReport("any", r -> true);
        machine.kill();
        int before = director.enrolments().size(); // more than one where the machine is so slow that the first ended on the way
        director.lifetime(Duration.ofHours(1));
        director.forgetReports();
        Signal.pause(Duration.ofMillis(1100));
        machine.start();
        director.awaitReport("after", r -> true);
        assertThat(director.enrolments()).hasSize(before + 1);
    }

    @Test
    void copiedDisk_forgetsTheOtherMachine_andEnrolsAnew() throws Exception {
        machine.start();
        director.want(config(1, 1, role("test.a", "of the other")));
        awaitGeneration(1);
        machine.kill();
        Bootstrap own = director.bootstrap();
        machine.bootstrap(new Bootstrap(own.deployment(), own.directors(), own.ca(), own.instance(), 2, own.token()));
        director.forgetReports();
        director.want(config(1, 0));
        machine.start();
        NodeReport report = director.awaitReport("any", r -> true);
        assertThat(report.fence()).isZero();
        assertThat(director.enrolments().stream().map(e -> key(e.csr())).distinct()).hasSize(2);
        assertThat(machine.journal()).containsExactly("bring test.a of the other", "brought test.a of the other");
    }

    @Test
    void directorOfAnotherAuthority_isNotTalkedTo() throws Exception {
        try (FakeDirector impostor = new FakeDirector(Instant.now())) {
            Bootstrap own = director.bootstrap();
            machine.bootstrap(new Bootstrap(own.deployment(), List.of(impostor.bootstrap().directors().getFirst(), own.directors().getFirst()), own.ca(), own.instance(), 1, own.token()));
            machine.start();
            director.awaitReport("any", r -> true);
            assertThat(impostor.calls()).isEmpty();
        }
    }

    @Test
    void startupScript_runsOnce_beforeTheOthers_withItsEnvironment() throws Exception {
        ContentRef script = script("echo started as $NAME; echo startup >>" + root.resolve("journal"));
        NodeConfig first = config(1, 1, role("startup", "{\"environment\":{\"NAME\":\"me\"}}", script), role("test.a", "x"));
        machine.start();
        director.want(first);
        awaitGeneration(1);
        assertThat(machine.journal()).containsExactly("startup", "bring test.a x", "brought test.a x");
        assertThat(Files.readString(root.resolve("var/log/brume/startup.log"))).isEqualTo("started as me\n");
        director.forgetReports();
        machine.start();
        awaitGeneration(1);
        assertThat(machine.journal()).filteredOn("startup"::equals).hasSize(1);
    }

    @Test
    void startupScriptThatFails_isToldWithItsLastLine_andHoldsUpTheOthers() throws Exception {
        ContentRef script = script("echo fine so far; echo no such mirror >&2; exit 3");
        machine.start();
        director.want(config(1, 1, role("startup", "{}", script), role("test.a", "x")));
        NodeReport report = director.awaitReport("failure", r -> r.role("startup").filter(a -> a.state() == RoleState.FAILED).isPresent());
        assertThat(report.role("startup").orElseThrow().detail()).contains("exit code 3").contains("no such mirror");
        assertThat(report.role("startup").orElseThrow().fault()).contains("startup-failed");
        assertThat(machine.journal()).isEmpty();
        director.want(config(2, 1, role("startup", "{}", script("true")), role("test.a", "x")));
        awaitGeneration(2);
        assertThat(Arrays.asList("bring test.a x", "brought test.a x")).isEqualTo(machine.journal());
    }

    private ContentRef script(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new ContentRef("startup-script", director.blob(bytes), bytes.length);
    }

    @Test
    void unknownRole_isReported() throws Exception {
        machine.start();
        director.want(config(1, 1, role("test.unheard", "x")));
        NodeReport report = director.awaitReport("failure", r -> r.role("test.unheard").filter(a -> a.state() == RoleState.FAILED).isPresent());
        assertThat(report.role("test.unheard").orElseThrow().detail()).contains("knows no role test.unheard");
        assertThat(machine.alive()).isTrue();
    }
}
