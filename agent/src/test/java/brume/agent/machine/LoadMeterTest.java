package brume.agent.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import brume.agent.base.WholeFile;
import brume.core.agent.NodeLoad;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoadMeterTest {
    @TempDir
    private Path root;

    private Instant now = Instant.EPOCH;

    private void file(String name, String content) throws Exception {
        Path file = root.resolve(name);
        Files.createDirectories(WholeFile.parent(file));
        Files.writeString(file, content);
    }

    private LoadMeter meter() {
        return new LoadMeter(root, () -> now);
    }

    @Test
    void processor_byProcStat_isOfOneCore() throws Exception {
        file("proc/stat", "cpu  100 0 50 9999 7 1 2 3 40 5\ncpu0 1 1 1 1\n");
        LoadMeter meter = meter();
        assertThat(meter.measure().cpuShare()).isZero();
        now = now.plusSeconds(2);
        file("proc/stat", "cpu  300 0 150 9999 8 1 2 3 40 5\n");
        assertThat(meter.measure().cpuShare()).isCloseTo(1.5, within(1e-9));
    }

    @Test
    void processor_byCgroup_comesFirst() throws Exception {
        file("proc/stat", "cpu  1 1 1 1\n");
        file("sys/fs/cgroup/cpu.stat", "usage_usec 1000000\nuser_usec 1\n");
        LoadMeter two = meter();
        two.measure();
        now = now.plusSeconds(1);
        file("sys/fs/cgroup/cpu.stat", "usage_usec 1250000\nuser_usec 1\n");
        assertThat(two.measure().cpuShare()).isCloseTo(0.25, within(1e-9));
        Files.delete(root.resolve("sys/fs/cgroup/cpu.stat"));
        file("sys/fs/cgroup/cpuacct/cpuacct.usage", "1000000000\n");
        LoadMeter one = meter();
        one.measure();
        now = now.plusSeconds(1);
        file("sys/fs/cgroup/cpuacct/cpuacct.usage", "1500000000\n");
        assertThat(one.measure().cpuShare()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void memory_isWhatIsNotAvailable_withinTheLimit() throws Exception {
        file("proc/meminfo", "MemTotal:        1000 kB\nMemFree:  100 kB\nMemAvailable:     700 kB\n");
        assertThat(meter().measure()).extracting(NodeLoad::memoryBytesUsed, NodeLoad::memoryBytesTotal).containsExactly(300L * 1024, 1000L * 1024);
        file("sys/fs/cgroup/memory.max", "max\n");
        assertThat(meter().measure().memoryBytesTotal()).isEqualTo(1000 * 1024);
        file("sys/fs/cgroup/memory.max", "512000\n");
        assertThat(meter().measure().memoryBytesTotal()).isEqualTo(512_000);
    }

    @Test
    void whatCannotBeKnown_isZero() {
        NodeLoad load = meter().measure();
        assertThat(load.cpuShare()).isZero();
        assertThat(load.memoryBytesTotal()).isZero();
        assertThat(load.diskBytesTotal()).as("the folder's own file system").isPositive();
    }
}
