package brume.service.web.node;

import brume.core.role.NodeSystem;
import brume.core.role.NodeSystem.Access;
import brume.core.role.RoleException;
import brume.service.web.Facts;
import brume.service.web.Leave;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Counts the open connections to a role's port, those that wait to be accepted included. On a busy machine the kernel's table is long, so it is read only while the role
 * is on its way out, which is when the number matters.
 *
 * @param role short name
 */
public record OpenRequests(Paths paths, String role, int port) {
    private static final Path TABLE = Path.of("/proc/net/tcp");
    /** ESTABLISHED, and CLOSE_WAIT: the other side has closed, the program has not noticed yet ({@code include/net/tcp_states.h} of Linux). */
    private static final List<String> OPEN = List.of("01", "08");

    /** Remembers whether to count from now on. */
    public void watch(NodeSystem system, Leave leave) throws RoleException {
        if (leave.leaving()) {
            system.write(mark(), "", Access.ROOT_ONLY);
        } else {
            system.remove(mark());
        }
    }

    public void addTo(Map<String, String> facts, NodeSystem system) throws RoleException {
        if (system.read(mark()).isPresent()) {
            facts.put(Facts.ACTIVE, Integer.toString(count(system)));
        }
    }

    private int count(NodeSystem system) throws RoleException {
        String ending = String.format(Locale.ROOT, ":%04X", port);
        int open = 0;
        for (String line : system.read(TABLE).orElse("").lines().skip(1).toList()) {
            List<String> fields = List.of(line.strip().split("\\s+", 5)); // number, local, remote, state, the rest: proc(5)
            if (fields.size() == 5 && fields.get(1).endsWith(ending) && OPEN.contains(fields.get(3))) {
                open++;
            }
        }
        return open;
    }

    private Path mark() {
        return paths.run().resolve(role + ".leaving");
    }
}
