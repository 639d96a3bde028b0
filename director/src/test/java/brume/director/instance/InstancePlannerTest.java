package brume.director.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The script is the specification. To see a change as a diff: run with {@code -Dbrume.plan.write=FILE} and put the file in its place. */
final class InstancePlannerTest {
    @Test
    void answersAsTheScriptSays() throws IOException {
        String script;
        try (InputStream in = Objects.requireNonNull(InstancePlannerTest.class.getResourceAsStream("planner.txt"))) {
            script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String answered = PlannerScript.answered(script);
        String write = System.getProperty("brume.plan.write", "");
        if (!write.isEmpty()) {
            Files.writeString(Path.of(write), answered);
        }
        assertThat(answered).isEqualTo(script);
    }
}
