package brume.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code brume mysql check} on a real cluster of three: clean with one writer, not with several. How long each one works: {@code -Dbrume.check.seconds=60}, 8 by default.
 */
@Tag("containers")
final class DatabaseCheckTest {
    private static final String APP = "Checked";
    private static final String SECONDS = System.getProperty("brume.check.seconds", "8");

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void remove() throws IOException, InterruptedException {
        user().brume("app", "delete", APP, "--yes");
    }

    @Test
    void oneWriter_isClean_andSeveralAreNot() throws IOException, InterruptedException {
        user().must("up");
        Files.writeString(
                folder.resolve("manifest.json"),
                "{\"Application\": \"" + APP + "\", \"Services\": [{\"Type\": \"mysql\", \"Start\": 1, \"StartupInstances\": {\"mysql\": 3}}]}");
        user().must("app", "deploy", folder.resolve("manifest.json").toString());

        JsonNode one = tree(user().must("mysql", "check", APP, "1", "--for", SECONDS, "-o", "json"));
        UserSession.Said said = user().brume("mysql", "check", APP, "1", "--for", SECONDS, "--each-node", "-o", "json");
        JsonNode several = tree(said.text());

        assertThat(said.exit()).isEqualTo(1);
        assertThat(one.path("clean").asBoolean()).isTrue();
        assertThat(one.path("report").path("nodes")).hasSize(1);
        assertThat(committed(one)).isGreaterThan(100);
        assertThat(several.path("state").asText()).isEqualTo("DONE");
        assertThat(several.path("report").path("nodes")).hasSize(3);
        assertThat(notAllowed(several)).contains("stale-read");
        System.out.println("check: one writer clean in " + committed(one) + " transactions; three writers in " + committed(several) + ": " + notAllowed(several));
    }

    /** Out of progress and warnings around it. */
    private static JsonNode tree(String text) throws IOException {
        return new ObjectMapper().readTree(text.substring(text.indexOf('{'), text.lastIndexOf('}') + 1));
    }

    private static long committed(JsonNode check) {
        long all = 0;
        for (JsonNode work : check.path("report").path("work")) {
            all += work.path("committed").asLong();
        }
        return all;
    }

    private static List<String> notAllowed(JsonNode check) {
        List<String> kinds = new ArrayList<>();
        for (JsonNode finding : check.path("report").path("findings")) {
            if (!finding.path("allowed").asBoolean()) {
                kinds.add(finding.path("kind").asText());
            }
        }
        return kinds;
    }

    private UserSession user() {
        return new UserSession(folder);
    }
}
