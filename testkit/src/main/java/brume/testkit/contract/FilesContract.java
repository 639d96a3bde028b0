package brume.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.driver.DriverException;
import brume.core.driver.Exec;
import brume.core.driver.Files;
import brume.core.driver.ProviderRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** {@link Topic#FILES}: files of a machine, running or stopped. */
public interface FilesContract extends ContractTopic {
    /** In a folder that every guest has and that nothing is mounted over at boot. */
    String PATH = "/root/contract file";

    int SOME_BYTES = (1 << 20) + 17;

    @Test
    default void pushedFile_comesBackAsItWas() {
        Files files = files();
        ProviderRef ref = scene().running(scene().spec("one")).ref();
        byte[] content = new byte[SOME_BYTES];
        new SplittableRandom(7).nextBytes(content);

        files.push(ref, PATH, content, 0640, 0, 0);

        assertThat(files.pull(ref, PATH)).isEqualTo(content);
    }

    @Test
    default void emptyFile_isAFile() {
        Files files = files();
        ProviderRef ref = scene().running(scene().spec("one")).ref();

        files.push(ref, PATH, new byte[0], 0600, 0, 0);

        assertThat(files.pull(ref, PATH)).isEmpty();
    }

    @Test
    default void pushReplacesTheFile() {
        Files files = files();
        ProviderRef ref = scene().running(scene().spec("one")).ref();

        files.push(ref, PATH, text("a longer first text"), 0600, 0, 0);
        files.push(ref, PATH, text("second"), 0600, 0, 0);

        assertThat(files.pull(ref, PATH)).isEqualTo(text("second"));
    }

    @Test
    default void filesOfAStoppedMachine_canBeReadAndWritten_andSurviveTheStart() {
        Files files = files();
        ProviderRef ref = scene().stopped(scene().spec("one")).ref();

        files.push(ref, PATH, text("kept"), 0600, 0, 0);
        assertThat(files.pull(ref, PATH)).isEqualTo(text("kept"));
        scene().driver().start(ref);
        scene().awaitRunning(scene().driver(), ref);

        assertThat(files.pull(ref, PATH)).isEqualTo(text("kept"));
    }

    @Test
    default void missingFile_isRejected() {
        Files files = files();
        ProviderRef ref = scene().running(scene().spec("one")).ref();

        assertThatThrownBy(() -> files.pull(ref, PATH))
                .isInstanceOfSatisfying(DriverException.Rejected.class, e -> assertThat(e.code()).isEqualTo("no-such-file"));
    }

    @Test
    default void filesOfAnAbsentMachine_areRejected() {
        Files files = files();
        ProviderRef absent = scene().subject().absent();

        assertThatThrownBy(() -> files.pull(absent, PATH))
                .isInstanceOfSatisfying(DriverException.Rejected.class, e -> assertThat(e.code()).isEqualTo("no-such-instance"));
        assertThatThrownBy(() -> files.push(absent, PATH, text("x"), 0600, 0, 0))
                .isInstanceOfSatisfying(DriverException.Rejected.class, e -> assertThat(e.code()).isEqualTo("no-such-instance"));
    }

    @Test
    default void filesOfForeignMachines_areNotReached() {
        Files files = files();
        ForeignResource foreign = scene().closing(scene().need(
                Topic.TAGS, scene().subject().foreignMachine(scene().freshDeployment() + "-other")));
        ProviderRef ref = new ProviderRef(foreign.handle());

        assertThatThrownBy(() -> files.push(ref, PATH, text("x"), 0600, 0, 0))
                .isInstanceOfSatisfying(DriverException.Rejected.class, e -> assertThat(e.code()).isEqualTo("no-such-instance"));
    }

    @Test
    default void pushedFile_hasItsModeAndOwner() {
        Files files = files();
        Exec exec = scene().need(Topic.EXEC, scene().driver().exec());
        ProviderRef ref = scene().running(scene().spec("one")).ref();

        files.push(ref, PATH, text("x"), 0640, 12, 34);

        Exec.Result seen = exec.run(ref, new Exec.Command(List.of("stat", "-c", "%a %u %g", PATH), Map.of(), Duration.ofSeconds(20)));
        assertThat(seen.stdout().strip()).isEqualTo("640 12 34");
    }

    private Files files() {
        return scene().need(Topic.FILES, scene().driver().files());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
