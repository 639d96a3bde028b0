package brume.service.php.node;

import brume.core.role.Role;
import brume.service.web.node.ProxyRole;
import brume.service.web.node.WebRole;
import java.util.List;

/** The roles of the service {@code php}, for the agent's table. */
public final class PhpRoles {
    private PhpRoles() {}

    public static List<Role> all() {
        return List.of(new SessionRole(), new BackendRole(), new WebRole(FpmText.PATHS, new PhpSite()), new ProxyRole(FpmText.PATHS));
    }
}
