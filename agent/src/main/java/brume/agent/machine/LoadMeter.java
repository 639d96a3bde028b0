package brume.agent.machine;

import brume.core.agent.NodeLoad;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the machine uses, from the kernel's files. In a container these are its own: cgroup v2 ({@code cpu.stat}), cgroup v1 ({@code cpuacct.usage}), or {@code /proc/stat} and
 * {@code /proc/meminfo}, which lxcfs fills per container; in a virtual machine {@code /proc} is the machine's. Not thread-safe.
 */
public final class LoadMeter {
    /** USER_HZ, the unit of {@code /proc/stat}: 100 on every architecture that Debian has (proc_stat(5)). */
    private static final long NANOS_PER_TICK = 10_000_000;

    private final Path root;
    private final InstantSource steady;
    private OptionalLong cpuNanosBefore = OptionalLong.empty();
    private Instant before;

    /** @param root where {@code proc} and {@code sys} are */
    public LoadMeter(Path root, InstantSource steady) {
        this.root = root;
        this.steady = steady;
        this.before = steady.instant();
    }

    /** Use since the last call (of the processor) and now (of the rest); what cannot be known is 0. */
    public NodeLoad measure() {
        long total = memory("MemTotal:");
        long used = Math.max(0, total - memory("MemAvailable:"));
        long limit = firstNumber("sys/fs/cgroup/memory.max", "sys/fs/cgroup/memory/memory.limit_in_bytes").orElse(Long.MAX_VALUE);
        long diskTotal = 0;
        long diskUsed = 0;
        try {
            FileStore disk = Files.getFileStore(root);
            diskTotal = disk.getTotalSpace();
            diskUsed = diskTotal - disk.getUnallocatedSpace();
        } catch (IOException e) {
            // unknown
        }
        return new NodeLoad(cpuShare(), used, Math.min(total, limit), diskUsed, diskTotal);
    }

    private double cpuShare() {
        Instant now = steady.instant();
        OptionalLong cpuNanos = cpuNanos();
        long elapsed = Duration.between(before, now).toNanos();
        double share = cpuNanos.isPresent() && cpuNanosBefore.isPresent() && elapsed > 0
                ? Math.max(0, cpuNanos.getAsLong() - cpuNanosBefore.getAsLong()) / (double) elapsed
                : 0;
        cpuNanosBefore = cpuNanos;
        before = now;
        return share;
    }

    private OptionalLong cpuNanos() {
        for (String line : lines("sys/fs/cgroup/cpu.stat")) {
            if (line.startsWith("usage_usec ")) {
                return OptionalLong.of(Long.parseLong(line.substring(11)) * 1000);
            }
        }
        Optional<Long> accounted = firstNumber("sys/fs/cgroup/cpuacct/cpuacct.usage");
        if (accounted.isPresent()) {
            return OptionalLong.of(accounted.get());
        }
        for (String line : lines("proc/stat")) {
            if (line.startsWith("cpu ")) {
                return OptionalLong.of(busyTicks(line) * NANOS_PER_TICK);
            }
        }
        return OptionalLong.empty();
    }

    /** Fields of the line: user nice system idle iowait irq softirq steal; guest time is in user already. */
    private static long busyTicks(String line) {
        String[] fields = line.strip().split(" +", -1);
        long ticks = 0;
        for (int i = 1; i < Math.min(fields.length, 9); i++) {
            if (i != 4 && i != 5) {
                ticks += Long.parseLong(fields[i]);
            }
        }
        return ticks;
    }

    private long memory(String field) {
        for (String line : lines("proc/meminfo")) {
            if (line.startsWith(field)) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        return 0;
    }

    /** The first of the files that holds a number ({@code max}, the word for no limit, is none). */
    private Optional<Long> firstNumber(String... files) {
        for (String file : files) {
            for (String line : lines(file)) {
                if (line.matches("[0-9]{1,18}")) {
                    return Optional.of(Long.parseLong(line));
                }
            }
        }
        return Optional.empty();
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(root.resolve(file));
        } catch (IOException e) {
            return List.of();
        }
    }
}
