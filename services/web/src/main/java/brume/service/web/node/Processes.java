package brume.service.web.node;

import brume.core.role.NodeSystem;
import brume.core.role.NodeSystem.Command;
import brume.core.role.RoleException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Looks at processes: quick ones by reading /proc (proc(5)), the list of children by {@code pgrep}, because not every kernel offers it as a file. */
public final class Processes {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private Processes() {}

    /**
     * The process that a pid file names, if it still runs.
     *
     * @param name what the name of the program begins with
     */
    public static Optional<Long> running(NodeSystem system, Path pidFile, String name) throws RoleException {
        Optional<String> text = system.read(pidFile).map(String::strip).filter(t -> t.matches("\\d{1,10}"));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        long pid = Long.parseLong(text.get());
        return system.read(stat(pid)).filter(stat -> stat.contains("(" + name) && !isDead(stat)).map(_ -> pid);
    }

    public static boolean isChild(NodeSystem system, long pid, long parent) throws RoleException {
        return system.read(stat(pid)).filter(stat -> !isDead(stat) && fields(stat).get(1).equals(Long.toString(parent))).isPresent();
    }

    public static List<Long> children(NodeSystem system, long parent) throws RoleException {
        return system.run(Command.of(DEADLINE, "pgrep", "-P", Long.toString(parent))).stdout().lines().map(Long::parseLong).toList();
    }

    private static Path stat(long pid) {
        return Path.of("/proc/" + pid + "/stat");
    }

    private static boolean isDead(String stat) {
        return List.of("Z", "X").contains(fields(stat).getFirst());
    }

    /** State, parent and the rest: what follows the name, which may hold anything. */
    private static List<String> fields(String stat) {
        return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    }
}
