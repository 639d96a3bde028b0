package brume.service.php.node;

import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import brume.core.role.NodeSystem;
import brume.core.role.Role;
import brume.core.role.RoleException;
import brume.core.role.RoleLook;
import brume.service.php.Facts;
import brume.service.php.Json;
import brume.service.php.ProxySettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** HAProxy before the webs. */
final class ProxyRole implements Role {
    private static final Daemon HAPROXY = new Daemon("haproxy", "haproxy", List.of("haproxy", "-c", "-q", "-f"));
    private static final OpenRequests OPEN = new OpenRequests("proxy", HaproxyText.PORT);

    @Override
    public String name() {
        return "php.proxy";
    }

    @Override
    public RoleLook look(NodeSystem system) {
        try {
            Optional<Served> served = HAPROXY.served(system);
            if (served.isEmpty()) {
                return new RoleLook(RoleState.STOPPED, "HAProxy does not run.", Map.of());
            }
            Map<String, String> facts = new TreeMap<>();
            facts.put(Facts.LIVE, Facts.YES);
            facts.put(Facts.WEBS, Facts.join(served.get().allNamed()));
            OPEN.addTo(facts, system);
            return new RoleLook(RoleState.RUNNING, "", facts);
        } catch (RoleException e) {
            return new RoleLook(RoleState.FAILED, e.text(), Map.of());
        }
    }

    @Override
    public void bring(RoleConfig config, NodeSystem system) throws RoleException {
        ProxySettings settings = Json.read(config.settings(), ProxySettings.class);
        OPEN.watch(system, settings.leave());
        List<String> webs = Addresses.resolve(settings.webs(), system);
        HAPROXY.bring(system, HaproxyText.unit(), HaproxyText.config(webs, settings), "", webs);
    }

    @Override
    public void stop(NodeSystem system) throws RoleException {
        HAPROXY.stop(system);
    }
}
