package brume.director.instance;

import static brume.director.db.generated.Tables.DUE;
import static org.assertj.core.api.Assertions.assertThat;

import brume.core.id.InstanceId;
import brume.director.db.Database;
import brume.director.db.generated.Tables;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process on a real file, killed in the middle of its writes. */
final class KillTest {
    private static final int KILLS = 3;
    private static final int ACKNOWLEDGED_MIN = 200;

    @TempDir
    private Path folder;

    @Test
    void killedDirector_losesNothingThatItAcknowledged() throws IOException, InterruptedException {
        Path file = folder.resolve("brume.db");
        List<String> acknowledged = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged.addAll(acknowledgedBeforeKill(file));
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(KILLS * ACKNOWLEDGED_MIN);
        try (Database database = Database.openSqlite(file)) {
            Set<String> rows = new HashSet<>(database.read(tx -> tx.select(Tables.INSTANCE.ID).from(Tables.INSTANCE).fetch(Tables.INSTANCE.ID)));
            Set<String> volumes =
                    new HashSet<>(database.read(tx -> tx.select(Tables.VOLUME.INSTANCE_ID).from(Tables.VOLUME).fetch(Tables.VOLUME.INSTANCE_ID)));
            Set<String> due = new HashSet<>(database.read(tx -> tx.select(DUE.ID).from(DUE).where(DUE.KIND.eq("instance")).fetch(DUE.ID)));
            assertThat(rows).containsAll(acknowledged);
            assertThat(volumes).as("whole transactions").isEqualTo(rows);
            assertThat(due).as("each want with its wake").isEqualTo(rows);
        }
    }

    private static List<String> acknowledgedBeforeKill(Path file) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process writer = new ProcessBuilder(
                        java, "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), KilledWriter.class.getName(), file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = writer.inputReader()) {
            while (lines.size() < ACKNOWLEDGED_MIN) {
                String line = out.readLine();
                assertThat(line).as("the writer lives").isNotNull();
                lines.add(InstanceId.parse(line).toString());
            }
            // SIGKILL on Unix (docs of Process.destroyForcibly).
            assertThat(writer.destroyForcibly().waitFor()).isNotZero();
        }
        return lines;
    }
}
