package brume.cli;

import static org.assertj.core.api.Assertions.assertThat;

import brume.director.http.Door;
import brume.director.whole.WholeDirector;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line at a director whose answers get lost on the way. */
final class LostAnswerTest {
    private static final String DEPLOY = "/api/v1/manifests/deploy";

    @TempDir
    static Path folder;

    private static WholeDirector director;

    @BeforeAll
    static void start() throws IOException {
        director = new WholeDirector(folder.resolve("home"));
    }

    @AfterAll
    static void stop() {
        director.close();
    }

    @Test
    void deploymentWhoseAnswerIsLost_isSentAgain_andMadeOnce() throws IOException {
        try (LossyFront front = front(DEPLOY, 2)) {
            Shell.Ran ran = shell(front).brume("app", "deploy", manifest("Once"), "-o", "json");

            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(ran.json().path("name").asText()).isEqualTo("Once");
            assertThat(ran.json().path("state").asText()).isEqualTo("RUNNING");
            assertThat(front.asked()).isEqualTo(3);
            assertThat(applications(front, "Once")).isEqualTo(1);
        }
    }

    @Test
    void deploymentWhoseAnswersAreAllLost_isGivenUp_andMadeOnce() throws IOException {
        try (LossyFront front = front(DEPLOY, Integer.MAX_VALUE)) {
            Shell.Ran ran = shell(front).brume("app", "deploy", manifest("Given up"));

            assertThat(ran.exit()).isEqualTo(ExitCode.UNREACHABLE.code());
            assertThat(front.asked()).isEqualTo(4);
            assertThat(applications(front, "Given up")).isEqualTo(1);
        }
    }

    @Test
    void secondDeployment_isNoRepetitionOfTheFirst() throws IOException {
        try (LossyFront front = front(DEPLOY, 0)) {
            String manifest = manifest("Twice");
            shell(front).brume("app", "deploy", manifest, "--no-wait");
            shell(front).brume("app", "deploy", manifest, "--no-wait");

            assertThat(applications(front, "Twice")).isEqualTo(2);
        }
    }

    /** Without a key nobody could tell a repetition from a second order. */
    @Test
    void orderWithoutAKey_isNotSentAgain() throws IOException {
        try (LossyFront front = front("/api/v1/apps", 1)) {
            Shell.Ran ran = shell(front).brume("app", "create", "unsure");

            assertThat(ran.exit()).isEqualTo(ExitCode.UNREACHABLE.code());
            assertThat(front.asked()).isEqualTo(1);
            assertThat(applications(front, "unsure")).isEqualTo(1);
        }
    }

    private static LossyFront front(String path, int losing) throws IOException {
        return new LossyFront(director.url(Door.API), director.home().resolve("ca/ca.pem"), path, losing);
    }

    private static Shell shell(LossyFront front) {
        return Shell.of(folder.resolve("user"), Map.of("BRUME_URL", front.url(), "BRUME_TOKEN_FILE", director.home().resolve("token").toString()));
    }

    private static String manifest(String name) throws IOException {
        return Files.writeString(folder.resolve("manifest.yaml"), "Application: " + name + "\nServices:\n  - Type: php\n    Start: 1\n").toString();
    }

    /** Of that name, or of a name that was made of it because it was taken. */
    private static long applications(LossyFront front, String name) {
        JsonNode all = shell(front).brume("app", "list", "-o", "json").json();
        return StreamSupport.stream(all.spliterator(), false).filter(app -> app.path("name").asText().startsWith(name)).count();
    }
}
