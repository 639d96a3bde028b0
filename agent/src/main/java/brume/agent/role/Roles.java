package brume.agent.role;

import brume.core.role.ErrandRunner;
import brume.core.role.Role;
import brume.service.java.node.JavaRoles;
import brume.service.mysql.node.MysqlRoles;
import brume.service.php.node.PhpRoles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The node halves that this agent has. The one place that names services. */
public final class Roles {
    private Roles() {}

    /**
     * @param state folder of the agent
     * @param logs folder for logs that roles write themselves
     */
    public static List<Role> all(Path state, Path logs) {
        List<Role> roles = new ArrayList<>();
        roles.add(new StartupRole(state.resolve("startup"), logs));
        roles.addAll(PhpRoles.all());
        roles.addAll(JavaRoles.all());
        roles.addAll(MysqlRoles.all());
        return List.copyOf(roles);
    }

    /** What can be asked of a node at once. */
    public static List<ErrandRunner> errands() {
        return MysqlRoles.errands();
    }
}
