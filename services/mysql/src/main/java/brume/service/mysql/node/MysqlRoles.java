package brume.service.mysql.node;

import brume.core.role.ErrandRunner;
import brume.core.role.Role;
import java.util.List;

/** The node roles of the {@code mysql} service. */
public final class MysqlRoles {
    private MysqlRoles() {}

    /** One of each, new; a role object serves one agent. */
    public static List<Role> all() {
        return List.of(new MysqlRole(), new GlbRole());
    }

    /** What can be asked of a node of this service at once. */
    public static List<ErrandRunner> errands() {
        return List.of(new DumpErrand(), new VariablesErrand());
    }
}
