package brume.director.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small crowd with every test run; {@link Crowd#main} is for large ones. */
final class CrowdTest {
    @TempDir
    private Path folder;

    @Test
    void crowd_settles_withOneMachineEach() throws InterruptedException {
        Crowd.Result result = Crowd.run(300, folder);
        assertThat(result.machines()).isEqualTo(300);
        assertThat(result.passes()).as("no pass is wasted on polling").isLessThan(300 * 6);
    }
}
