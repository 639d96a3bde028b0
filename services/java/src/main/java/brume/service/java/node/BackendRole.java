package brume.service.java.node;

import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import brume.core.role.NodeSystem;
import brume.core.role.NodeSystem.Access;
import brume.core.role.Role;
import brume.core.role.RoleException;
import brume.core.role.RoleLook;
import brume.service.java.TomcatSettings;
import brume.service.java.node.Tomcats.Tomcat;
import brume.service.web.Facts;
import brume.service.web.Json;
import brume.service.web.node.Addresses;
import brume.service.web.node.CodeStore;
import brume.service.web.node.Daemon;
import brume.service.web.node.HaproxyText;
import brume.service.web.node.OpenRequests;
import brume.service.web.node.Served;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Tomcats, one for each version that is asked for, behind a front that has the port. How they are changed: the description of the package. */
final class BackendRole implements Role {
    private static final Daemon FRONT = new Daemon(JavaSite.PATHS, "front", "haproxy", List.of("haproxy", "-c", "-q", "-f"));
    private static final CodeStore CODE = new CodeStore(JavaSite.PATHS, "backend");
    private static final OpenRequests OPEN = new OpenRequests(JavaSite.PATHS, "backend", JavaSite.PORT);
    private static final Path FRONT_STATE = JavaSite.PATHS.run().resolve("front-knows.json");

    /**
     * What the front that is loaded knows.
     *
     * @param slots of the Tomcats by version
     */
    record Known(List<String> clients, Map<String, Integer> slots) {
        static final Known NOTHING = new Known(List.of(), Map.of());

        Known {
            clients = List.copyOf(clients);
            slots = Map.copyOf(slots);
        }
    }

    @Override
    public String name() {
        return "java.backend";
    }

    @Override
    public List<String> journal() {
        return List.of(Layout.TEMPLATE, FRONT.unit());
    }

    @Override
    public RoleLook look(NodeSystem system) {
        try {
            Optional<Served> served = FRONT.served(system);
            if (served.isEmpty()) {
                return new RoleLook(RoleState.STOPPED, "The front of Tomcat does not run.", Map.of());
            }
            Known known = known(system);
            List<String> versions = new ArrayList<>();
            for (Map.Entry<String, Integer> each : new TreeMap<>(known.slots()).entrySet()) {
                if (Tomcats.runs(system, each.getValue())) {
                    versions.add(each.getKey());
                }
            }
            Map<String, String> facts = new TreeMap<>();
            facts.put(Facts.LIVE, Facts.YES);
            facts.put(Facts.VERSIONS, Facts.join(versions));
            facts.put(Facts.CLIENTS, Facts.join(known.clients()));
            OPEN.addTo(facts, system);
            return new RoleLook(RoleState.RUNNING, "", facts);
        } catch (RoleException e) {
            return new RoleLook(RoleState.FAILED, e.text(), Map.of());
        }
    }

    @Override
    public void bring(RoleConfig config, NodeSystem system) throws RoleException {
        TomcatSettings settings = Json.read(config.settings(), TomcatSettings.class);
        OPEN.watch(system, settings.leave());
        CODE.bring(system, config.content());
        List<String> versions = settings.versions().stream().filter(have(system)::contains).toList();
        Tomcats tomcats = new Tomcats(system, settings, Addresses.resolve(settings.peers(), system));
        Optional<RoleException> failure = tomcats.start(versions);
        NavigableMap<String, Tomcat> serving = tomcats.serving(versions);
        bringFront(system, settings, serving);
        tomcats.endAllBut(serving.values());
        if (failure.isPresent()) {
            throw failure.get(); // what serves already goes on
        }
    }

    private static List<String> have(NodeSystem system) throws RoleException {
        return CODE.present(system);
    }

    private static void bringFront(NodeSystem system, TomcatSettings settings, NavigableMap<String, Tomcat> serving) throws RoleException {
        NavigableMap<String, Integer> slots = new TreeMap<>();
        NavigableMap<String, Integer> ports = new TreeMap<>();
        serving.forEach((version, tomcat) -> {
            slots.put(version, tomcat.slot());
            ports.put(version, Layout.port(tomcat.slot()));
        });
        List<String> clients = Addresses.resolve(settings.clients(), system);
        Known fresh = new Known(clients, slots);
        if (!known(system).equals(fresh)) {
            system.remove(FRONT_STATE); // until the front has been reloaded nothing is promised
        }
        system.write(Layout.NOBODY_FILE, FrontText.NOBODY, Access.PUBLIC);
        List<String> named = ports.values().stream().map(port -> Integer.toString(port)).toList();
        FRONT.bring(
                system,
                HaproxyText.unit(JavaSite.PATHS, FRONT.name()),
                FrontText.config(system.address(), clients, ports, settings),
                "",
                named);
        system.write(FRONT_STATE, Json.write(fresh), Access.ROOT_ONLY);
    }

    private static Known known(NodeSystem system) throws RoleException {
        return system.read(FRONT_STATE).map(text -> Json.read(text, Known.class)).orElse(Known.NOTHING);
    }

    @Override
    public void stop(NodeSystem system) throws RoleException {
        FRONT.stop(system);
        system.remove(FRONT_STATE);
        Tomcats.stopAll(system);
        CODE.forget(system);
    }
}
