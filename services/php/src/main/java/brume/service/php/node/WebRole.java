package brume.service.php.node;

import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import brume.core.role.NodeSystem;
import brume.core.role.Role;
import brume.core.role.RoleException;
import brume.core.role.RoleLook;
import brume.service.php.Facts;
import brume.service.php.Json;
import brume.service.php.WebSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** nginx with the static files of the code versions, asking the backends for PHP. */
final class WebRole implements Role {
    private static final Daemon NGINX = new Daemon("nginx", "nginx", List.of("nginx", "-q", "-t", "-c"));
    private static final CodeStore CODE = new CodeStore("web");
    private static final OpenRequests OPEN = new OpenRequests("web", NginxText.PORT);

    @Override
    public String name() {
        return "php.web";
    }

    @Override
    public RoleLook look(NodeSystem system) {
        try {
            Optional<Served> served = NGINX.served(system);
            if (served.isEmpty()) {
                return new RoleLook(RoleState.STOPPED, "nginx does not run.", Map.of());
            }
            Map<String, String> facts = new TreeMap<>();
            facts.put(Facts.LIVE, Facts.YES);
            facts.put(Facts.VERSIONS, Facts.join(CODE.present(system)));
            facts.put(Facts.VERSION, served.get().loaded().isEmpty() ? "" : served.get().version());
            facts.put(Facts.BACKENDS, Facts.join(served.get().allNamed()));
            OPEN.addTo(facts, system);
            return new RoleLook(RoleState.RUNNING, "", facts);
        } catch (RoleException e) {
            return new RoleLook(RoleState.FAILED, e.text(), Map.of());
        }
    }

    @Override
    public void bring(RoleConfig config, NodeSystem system) throws RoleException {
        WebSettings settings = Json.read(config.settings(), WebSettings.class);
        OPEN.watch(system, settings.leave());
        CODE.bring(system, config.content());
        CodeStore.bringWelcome(system);
        List<String> backends = Addresses.resolve(settings.backends(), system);
        List<String> proxies = Addresses.resolve(settings.proxies(), system);
        NGINX.bring(
                system,
                NginxText.unit(NginxText.shutdownSeconds(settings)),
                NginxText.config(system.address(), backends, proxies, settings),
                settings.version().isEmpty() ? Facts.WELCOME : settings.version(),
                backends);
    }

    @Override
    public void stop(NodeSystem system) throws RoleException {
        NGINX.stop(system);
        CODE.forget(system);
    }
}
