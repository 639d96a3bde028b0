package brume.service.java.node;

import brume.core.role.Role;
import brume.service.web.node.ProxyRole;
import brume.service.web.node.WebRole;
import java.util.List;

/** The roles of the service {@code java}, for the agent's table. */
public final class JavaRoles {
    private JavaRoles() {}

    public static List<Role> all() {
        return List.of(new BackendRole(), new WebRole(JavaSite.PATHS, new JavaSite()), new ProxyRole(JavaSite.PATHS));
    }
}
