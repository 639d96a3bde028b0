package brume.service.mysql.node;

import brume.core.role.Role;
import java.util.List;

/** The node roles of the {@code mysql} service. */
public final class MysqlRoles {
    private MysqlRoles() {}

    /** One of each, new; a role object serves one agent. */
    public static List<Role> all() {
        return List.of(new MysqlRole(), new GlbRole());
    }
}
