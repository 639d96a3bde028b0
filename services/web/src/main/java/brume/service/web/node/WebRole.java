package brume.service.web.node;

import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import brume.core.role.NodeSystem;
import brume.core.role.Role;
import brume.core.role.RoleException;
import brume.core.role.RoleLook;
import brume.service.web.Facts;
import brume.service.web.Json;
import brume.service.web.RoleKind;
import brume.service.web.WebSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** nginx with the static files of the code versions, asking the backends for the rest. */
public final class WebRole implements Role {
    private final Paths paths;
    private final Site site;
    private final Daemon nginx;
    private final CodeStore code;
    private final OpenRequests open;
    private final BackendHealth health;

    public WebRole(Paths paths, Site site) {
        this.paths = Objects.requireNonNull(paths);
        this.site = Objects.requireNonNull(site);
        nginx = new Daemon(paths, "nginx", "nginx", List.of("nginx", "-q", "-t", "-c"));
        code = new CodeStore(paths, "web");
        open = new OpenRequests(paths, "web", NginxText.PORT);
        health = new BackendHealth(nginx.unit());
    }

    @Override
    public String name() {
        return RoleKind.WEB.fullName(paths.type());
    }

    @Override
    public List<String> journal() {
        return List.of(nginx.unit());
    }

    @Override
    public RoleLook look(NodeSystem system) {
        try {
            Optional<Served> served = nginx.served(system);
            if (served.isEmpty()) {
                return new RoleLook(RoleState.STOPPED, "nginx does not run.", Map.of());
            }
            Map<String, String> facts = new TreeMap<>();
            facts.put(Facts.LIVE, Facts.YES);
            facts.put(Facts.VERSIONS, Facts.join(code.present(system)));
            facts.put(Facts.VERSION, served.get().loaded().isEmpty() ? "" : served.get().version());
            facts.put(Facts.SERVED, Facts.join(served.get().allVersions()));
            facts.put(Facts.BACKENDS, Facts.join(served.get().allNamed()));
            open.addTo(facts, system);
            return new RoleLook(RoleState.RUNNING, Troubles.addTo(facts, "backend", health.troubles(system, served.get().named())), facts);
        } catch (RoleException e) {
            return new RoleLook(RoleState.FAILED, e.text(), Map.of());
        }
    }

    @Override
    public void bring(RoleConfig config, NodeSystem system) throws RoleException {
        WebSettings settings = Json.read(config.settings(), WebSettings.class);
        open.watch(system, settings.leave());
        code.bring(system, config.content());
        code.bringWelcome(system, Welcome.page(site.what()));
        List<String> backends = Addresses.resolve(settings.backends(), system);
        List<String> proxies = Addresses.resolve(settings.proxies(), system);
        nginx.bring(
                system,
                NginxText.unit(paths, NginxText.stopSeconds(settings)),
                new NginxText(paths, settings, system.address(), backends, proxies).config(site.parts(config, backends, Shares.of(settings.weights(), system), system)),
                settings.version().isEmpty() ? Facts.WELCOME : settings.version(),
                backends);
    }

    @Override
    public void stop(NodeSystem system) throws RoleException {
        nginx.stop(system);
        code.forget(system);
    }
}
