package brume.cli;

import static org.assertj.core.api.Assertions.assertThat;

import brume.director.http.Door;
import brume.director.whole.WholeDirector;
import brume.testkit.contract.Patience;
import brume.testkit.fake.FakeCloudSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line says when something is wrong, and its exit codes. */
final class CommandLineMistakesTest {
    @TempDir
    static Path folder;

    private static WholeDirector director;
    private static Shell shell;

    @BeforeAll
    static void start() throws IOException {
        director = new WholeDirector(folder.resolve("home"), FakeCloudSettings.instant(), false);
        shell = Shell.of(folder.resolve("user"), Map.of("BRUME_HOME", director.home().toString()));
        assertThat(shell.brume("app", "create", "WordPress").exit()).isZero();
        assertThat(shell.brume("service", "add", "WordPress", "php", "--name", "front").exit()).isZero();
    }

    @AfterAll
    static void stop() {
        director.close();
    }

    @Test
    void withoutADirector_itSaysWhatToDo() {
        Shell nowhere = Shell.of(folder.resolve("nobody"), Map.of("BRUME_HOME", folder.resolve("absent").toString()));
        Shell.Ran none = nowhere.brume("app", "list");
        assertThat(none.exit()).isEqualTo(4);
        assertThat(none.err()).contains("No director is known here.", "'brume up'", "'brume login URL --ca FILE'");

        Shell.Ran down = nowhere.with("BRUME_URL", "https://127.0.0.1:9").brume("app", "list");
        assertThat(down.exit()).isEqualTo(4);
        assertThat(down.err()).contains("The director at https://127.0.0.1:9 cannot be reached", "'brume doctor'").doesNotContain("null");
    }

    @Test
    void strangersCertificate_isNotTrusted() {
        Shell.Ran ran = Shell.of(folder, Map.of("BRUME_URL", director.url(Door.API))).brume("app", "list");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err()).contains("cannot be reached");
    }

    @Test
    void wrongToken_isSaid_withTheWayOut() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "brume_nobodys");
        Shell stranger = Shell.of(folder, Map.of(
                "BRUME_URL", director.url(Door.API), "BRUME_CA", director.home().resolve("ca/ca.pem").toString(), "BRUME_TOKEN_FILE", token.toString()));
        Shell.Ran ran = stranger.brume("app", "list");
        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.err()).contains("This token is unknown or has expired", "'brume login'");
        Shell.Ran lost = stranger.with("BRUME_TOKEN_FILE", folder.resolve("lost").toString()).brume("app", "list");
        assertThat(lost.exit()).isEqualTo(4);
        assertThat(lost.err()).contains("cannot be read");
    }

    @Test
    void unknownNames_areRefused_withWhatIsNear() {
        assertThat(err(3, "app", "show", "wordpres")).contains("There is no application \"wordpres\". Is it \"WordPress\"?");
        assertThat(err(3, "service", "show", "WordPress", "fronz")).contains("There is no service \"fronz\". Is it \"front\"?");
        assertThat(err(3, "service", "show", "WordPress", "quite-other")).contains("There is no service \"quite-other\".").doesNotContain("Is it");
        assertThat(err(3, "site", "show", "fak")).contains("There is no site \"fak\". Is it \"fake\"?");
        assertThat(err(3, "why", "node", "12")).contains("There is no instance \"12\".");
        assertThat(err(3, "service", "add", "WordPress", "pph")).contains("There is no service type 'pph' here; there are: mysql, php.");
    }

    @Test
    void everyMistakeOfAManifest_isTold_atItsPlace_andNothingIsMade() throws IOException {
        Path manifest = Files.writeString(folder.resolve("wrong.json"), """
                {
                  "Application": "Wrong",
                  "Services": [
                    { "Type": "php", "Start": 2, "Archiv": "a.zip" },
                    { "Type": "mysql", "StartupInstances": { "mysql": 0 }, "Dump": "absent.sql" },
                    { "Type": "phq" }
                  ]
                }
                """);
        String err = err(3, "app", "deploy", manifest.toString());
        assertThat(err.lines()).hasSizeGreaterThanOrEqualTo(4).allSatisfy(line -> assertThat(line).matches("brume: .*wrong\\.json:\\d+:\\d+: .+"));
        assertThat(err).contains("wrong.json:4:31: ", "Archiv", "wrong.json:5:55: ", "wrong.json:6:15: ");
        assertThat(shell.brume("app", "list").out()).doesNotContain("Wrong");

        Path lacking = Files.writeString(folder.resolve("lacking.json"), "{\"Services\": [{\"Type\": \"mysql\",\n \"Dump\": \"absent.sql\"}]}");
        assertThat(err(3, "app", "deploy", "--check", lacking.toString())).contains("lacking.json:2:10: The file 'absent.sql' is not there.");
    }

    @Test
    void wrongCommandLines_showWhatWouldBeRight() {
        assertThat(err(2, "app")).contains("Which one?", "deploy", "delete");
        assertThat(err(2, "apps")).contains("Unmatched argument", "app");
        assertThat(err(2, "app", "show")).contains("Missing required parameter: 'APP'");
        assertThat(err(2, "app", "list", "-o", "xml")).contains("xml");
        assertThat(err(2, "app", "deploy", "absent.json")).contains("There is no file absent.json.");
        assertThat(err(2, "app", "delete", "WordPress")).contains("Say so with --yes.");
        assertThat(err(2, "node", "add", "WordPress", "front", "backend=0")).contains("How many 'backend'?");
        assertThat(err(2, "node", "add", "WordPress", "front", "backend=many")).contains("many");
        assertThat(shell.brume("app", "show", "WordPress").exit()).isZero();
    }

    @Test
    void nodeThatIsLost_goesAtOnce() {
        assertThat(shell.brume("app", "create", "lost").exit()).isZero();
        assertThat(shell.brume("service", "add", "lost", "php", "--start", "--count", "backend=2", "--no-wait").exit()).isZero();
        Patience.real(Duration.ofSeconds(20)).until("there are three nodes", () -> shell.brume("node", "list", "lost", "1").out().lines().count() == 4);
        assertThat(err(2, "node", "remove", "lost", "1", "3", "--lost")).contains("Say so with --yes.");

        assertThat(shell.brume("node", "remove", "lost", "1", "3", "--lost", "--yes", "--no-wait").exit()).isZero();

        Patience.real(Duration.ofSeconds(20)).until("it is gone", () -> shell.brume("node", "list", "lost", "1").out().lines().noneMatch(line -> line.startsWith("3 ")));
    }

    @Test
    void whatIsNotThereInTime_isLeftToTheBackground() {
        Shell.Ran ran = shell.brume("service", "start", "WordPress", "front", "--timeout", "1");
        assertThat(ran.exit()).as(ran.err()).isEqualTo(5);
        assertThat(ran.err()).contains(" s  PROLOGUE", "Not there after 1 s", "It goes on in the background; 'brume why service WordPress front' tells more.");
    }

    @Test
    void completionScript_completesNounsVerbsAndOptions() throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("completion"), shell.brume("completion").out());
        assertThat(complete(script, "brume", "app", "de")).containsExactlyInAnyOrder("deploy", "delete");
        assertThat(complete(script, "brume", "ser")).containsExactly("service");
        assertThat(complete(script, "brume", "app", "deploy", "--che")).containsExactly("--check");
    }

    private static List<String> complete(Path script, String... words) throws IOException, InterruptedException {
        String program = "source " + script + "; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD=" + (words.length - 1) + "; _complete_brume 2>/dev/null; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("bash", "-c", program).redirectErrorStream(true).start();
        List<String> said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().map(String::strip).toList();
        assertThat(bash.waitFor()).as(said.toString()).isZero();
        return said;
    }

    private static String err(int exit, String... arguments) {
        Shell.Ran ran = shell.brume(arguments);
        assertThat(ran.exit()).as(String.join(" ", arguments) + "\n" + ran.out() + ran.err()).isEqualTo(exit);
        return ran.err();
    }
}
