package brume.service.web.node;

import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import brume.core.role.NodeSystem;
import brume.core.role.Role;
import brume.core.role.RoleException;
import brume.core.role.RoleLook;
import brume.service.web.Facts;
import brume.service.web.Json;
import brume.service.web.ProxySettings;
import brume.service.web.RoleKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** HAProxy before the webs. */
public final class ProxyRole implements Role {
    private final Paths paths;
    private final Daemon haproxy;
    private final OpenRequests open;
    private final WebHealth health;

    public ProxyRole(Paths paths) {
        this.paths = Objects.requireNonNull(paths);
        haproxy = new Daemon(paths, "haproxy", "haproxy", List.of("haproxy", "-c", "-q", "-f"));
        open = new OpenRequests(paths, "proxy", HaproxyText.PORT);
        health = new WebHealth(paths.run().resolve("haproxy.sock"));
    }

    @Override
    public String name() {
        return RoleKind.PROXY.fullName(paths.type());
    }

    @Override
    public List<String> journal() {
        return List.of(haproxy.unit());
    }

    @Override
    public RoleLook look(NodeSystem system) {
        try {
            Optional<Served> served = haproxy.served(system);
            if (served.isEmpty()) {
                return new RoleLook(RoleState.STOPPED, "HAProxy does not run.", Map.of());
            }
            Map<String, String> facts = new TreeMap<>();
            facts.put(Facts.LIVE, Facts.YES);
            facts.put(Facts.WEBS, Facts.join(served.get().allNamed()));
            open.addTo(facts, system);
            return new RoleLook(RoleState.RUNNING, Troubles.addTo(facts, "web", health.troubles(system, served.get().named())), facts);
        } catch (RoleException e) {
            return new RoleLook(RoleState.FAILED, e.text(), Map.of());
        }
    }

    @Override
    public void bring(RoleConfig config, NodeSystem system) throws RoleException {
        ProxySettings settings = Json.read(config.settings(), ProxySettings.class);
        open.watch(system, settings.leave());
        List<String> webs = Addresses.resolve(settings.webs(), system);
        haproxy.bring(system, HaproxyText.unit(paths, haproxy.name()), HaproxyText.config(paths, webs, Shares.of(settings.weights(), system), settings), "", webs);
    }

    @Override
    public void stop(NodeSystem system) throws RoleException {
        haproxy.stop(system);
    }
}
