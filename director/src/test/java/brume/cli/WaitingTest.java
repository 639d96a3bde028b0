package brume.cli;

import static org.assertj.core.api.Assertions.assertThat;

import brume.director.whole.WholeDirector;
import brume.testkit.contract.Patience;
import brume.testkit.fake.FakeCloudSettings;
import brume.testkit.fake.FakeFaults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a command waits when something is in the way. */
final class WaitingTest {
    @TempDir
    Path folder;

    private final List<WholeDirector> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(WholeDirector::close);
    }

    private Shell shell(FakeCloudSettings site) throws IOException {
        WholeDirector director = new WholeDirector(folder.resolve("home"), site, true);
        started.add(director);
        return Shell.of(folder, Map.of("BRUME_HOME", director.home().toString()));
    }

    private WholeDirector director() {
        return started.getFirst();
    }

    private String manifest(String more) throws IOException {
        return Files.writeString(folder.resolve("manifest.json"), "{\"Application\": \"Shop\", \"Services\": [{\"Type\": \"php\", \"Start\": 1" + more + "}]}").toString();
    }

    @Test
    void missingImage_needsHands() throws IOException {
        Shell shell = shell(FakeCloudSettings.instant().withImages(Set.of("another")));

        Shell.Ran ran = shell.brume("app", "deploy", manifest(""));

        assertThat(ran.exit()).as(ran.err()).isEqualTo(1);
        assertThat(ran.err()).contains("needs hands:  service New PHP service, node 1: ", "[no-such-image]", "'brume why app Shop' tells how it stands");
        assertThat(shell.brume("why", "Shop").out()).contains("[no-such-image]");
    }

    @Test
    void fullSite_needsHands() throws IOException {
        Shell shell = shell(FakeCloudSettings.instant().withCapacity(1));
        assertThat(shell.brume("app", "deploy", manifest("")).exit()).isZero();

        Shell.Ran ran = shell.brume("node", "add", "Shop", "1", "backend=1");

        assertThat(ran.exit()).as(ran.err()).isEqualTo(1);
        assertThat(ran.err()).contains("brume: service New PHP service, node 2: The site has no room", "[no-capacity]");
    }

    @Test
    void failedStartupScript_needsHands() throws IOException {
        Shell shell = shell(FakeCloudSettings.instant());
        director().breakRole("startup", "startup-failed");
        Files.writeString(folder.resolve("start.sh"), "exit 3\n");

        Shell.Ran ran = shell.brume("app", "deploy", manifest(", \"StartupScript\": \"start.sh\""));

        assertThat(ran.exit()).as(ran.err()).isEqualTo(1);
        assertThat(ran.err()).contains("ERROR  New PHP service: Node 1: ", "brume: service New PHP service, node 1: startup: ", "[startup-failed]");
    }

    @Test
    void siteThatIsAway_isWaitedFor_andSaid() throws IOException {
        Shell shell = shell(FakeCloudSettings.instant());
        director().cloud().faults(FakeFaults.NONE.withTransient(1));
        String manifest = manifest("");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> shell.brume(out, err, "app", "deploy", manifest), command -> Thread.ofVirtual().start(command));
        Patience.real(Duration.ofSeconds(30)).until("it is said", () -> err.toString(StandardCharsets.UTF_8).contains("[site-unreachable]"));
        director().cloud().calm();

        assertThat(exit.join()).as(err.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("waits:  service New PHP service, node 1: ");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Shop  RUNNING");
    }

    @Test
    void failedRole_isWaitedFor_untilTheTimeIsOver() throws IOException {
        Shell shell = shell(FakeCloudSettings.instant());
        director().breakRole("php.web", "unit-failed");

        Shell.Ran ran = shell.brume("app", "deploy", manifest(""), "--timeout", "4");

        assertThat(ran.exit()).as(ran.err()).isEqualTo(1);
        assertThat(ran.err()).contains("ERROR  New PHP service: php.web on node 1 failed", "waits:  ", "[unit-failed]", "Not there after 4 s");
    }
}
