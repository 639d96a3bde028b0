package brume.service.php.node;

import brume.core.role.NodeSystem;
import brume.core.role.RoleException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Counts the open connections to a port of this machine, those that wait to be accepted included. */
final class Connections {
    private static final Path TABLE = Path.of("/proc/net/tcp");
    /** ESTABLISHED, and CLOSE_WAIT: the other side has closed, the program has not noticed yet ({@code include/net/tcp_states.h}). */
    private static final List<String> OPEN = List.of("01", "08");

    private Connections() {}

    static int to(NodeSystem system, int port) throws RoleException {
        String ending = String.format(Locale.ROOT, ":%04X", port);
        int open = 0;
        for (String line : system.read(TABLE).orElse("").lines().skip(1).toList()) {
            List<String> fields = List.of(line.strip().split("\\s+", 5)); // number, local, remote, state, the rest
            if (fields.size() == 5 && fields.get(1).endsWith(ending) && OPEN.contains(fields.get(3))) {
                open++;
            }
        }
        return open;
    }
}
