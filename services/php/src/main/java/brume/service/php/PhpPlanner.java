package brume.service.php;

import brume.core.agent.ContentRef;
import brume.core.agent.RoleConfig;
import brume.core.service.CodeVersion;
import brume.core.service.Member;
import brume.core.service.NodePlan;
import brume.core.service.SecretRef;
import brume.core.service.ServicePlan;
import brume.core.service.ServiceView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Decides which nodes a PHP service should have now, as the description of the package tells. Pure. */
final class PhpPlanner {
    /** Names of content are this and the id of a code version. */
    static final String CODE = "code-";

    private PhpPlanner() {}

    static ServicePlan plan(ServiceView view) {
        PhpSettings settings = PhpSettings.read(view.settings()).settings();
        Fleet fleet = new Fleet(view.members());
        Placement placement = Placement.of(fleet, view.counts());
        String active = view.active().map(version -> version.id().toString()).orElse("");
        NavigableMap<Integer, Upstreams.WebRoute> routes = Upstreams.webs(fleet, placement, active);
        NavigableMap<Integer, NavigableSet<Integer>> proxies = Upstreams.proxies(fleet, placement, routes, view.now());

        Map<PhpRole, NavigableMap<Integer, Leave>> stages = stages(view, settings, fleet, placement, routes, proxies);
        List<ContentRef> content = content(view, fleet, routes);
        Texts texts = new Texts(view, settings, fleet, stages, routes, proxies);

        NavigableSet<Integer> ordinals = new TreeSet<>();
        stages.values().forEach(stage -> ordinals.addAll(stage.keySet()));
        List<NodePlan> nodes = new ArrayList<>();
        for (int ordinal : ordinals) {
            List<RoleConfig> roles = new ArrayList<>();
            for (PhpRole role : PhpRole.values()) {
                Optional<Leave> stage = Optional.ofNullable(of(stages, role).get(ordinal));
                stage.ifPresent(leave -> roles.add(new RoleConfig(
                        role.fullName(), texts.of(role, ordinal, leave), role == PhpRole.PROXY ? List.of() : content)));
            }
            nodes.add(new NodePlan(ordinal, roles, List.of()));
        }
        Optional<String> url = fleet.address(Placement.FIRST).map(address -> "http://" + address + "/");
        return new ServicePlan(nodes, Map.of(), url, new PhpProgress(view, fleet, placement, stages).of(nodes));
    }

    /** Every node that should carry a role now, and how far it is on its way out. Askers first: one that is gone asks nobody. */
    private static Map<PhpRole, NavigableMap<Integer, Leave>> stages(
            ServiceView view,
            PhpSettings settings,
            Fleet fleet,
            Placement placement,
            NavigableMap<Integer, Upstreams.WebRoute> routes,
            NavigableMap<Integer, NavigableSet<Integer>> proxies) {
        NavigableMap<Integer, NavigableSet<Integer>> askingProxies = new TreeMap<>(proxies);
        NavigableMap<Integer, NavigableSet<Integer>> askingWebs = new TreeMap<>();
        routes.forEach((web, route) -> askingWebs.put(web, route.backends()));
        Departure departure = new Departure(
                fleet, askingProxies, askingWebs, Duration.ofSeconds(settings.requestSeconds()), view.now());
        Map<PhpRole, NavigableMap<Integer, Leave>> stages = new EnumMap<>(PhpRole.class);
        for (PhpRole role : List.of(PhpRole.PROXY, PhpRole.WEB, PhpRole.BACKEND)) {
            NavigableMap<Integer, Leave> stage = new TreeMap<>();
            placement.wanted(role).forEach(ordinal -> stage.put(ordinal, Leave.STAYS));
            for (Carrier carrier : fleet.carriers(role)) {
                if (!placement.wants(role, carrier.ordinal())) {
                    departure.next(carrier).ifPresent(leave -> stage.put(carrier.ordinal(), leave));
                }
            }
            stages.put(role, stage);
            if (role == PhpRole.PROXY) {
                askingProxies.keySet().retainAll(stage.keySet());
            } else if (role == PhpRole.WEB) {
                askingWebs.keySet().retainAll(stage.keySet());
            }
        }
        return stages;
    }

    /** The active version, those to keep at hand, and those that some web still serves. */
    private static List<ContentRef> content(ServiceView view, Fleet fleet, NavigableMap<Integer, Upstreams.WebRoute> routes) {
        NavigableMap<String, ContentRef> known = new TreeMap<>();
        for (Member member : view.members()) {
            member.wanted().forEach(role -> role.content().forEach(ref -> known.put(ref.name(), ref)));
        }
        Set<String> needed = new TreeSet<>();
        List<CodeVersion> named = new ArrayList<>(view.kept());
        view.active().ifPresent(named::add);
        for (CodeVersion version : named) {
            known.put(CODE + version.id(), new ContentRef(CODE + version.id(), version.content().digest(), version.content().size()));
            needed.add(CODE + version.id());
        }
        routes.values().forEach(route -> needed.add(CODE + route.version()));
        fleet.carriers(PhpRole.WEB).forEach(web -> needed.add(CODE + web.fact(Facts.VERSION)));
        return needed.stream().flatMap(name -> Optional.ofNullable(known.get(name)).stream()).toList();
    }

    private static NavigableMap<Integer, Leave> of(Map<PhpRole, NavigableMap<Integer, Leave>> stages, PhpRole role) {
        return Optional.ofNullable(stages.get(role)).orElse(new TreeMap<>());
    }

    /** Writes the settings of roles. */
    private record Texts(
            ServiceView view,
            PhpSettings settings,
            Fleet fleet,
            Map<PhpRole, NavigableMap<Integer, Leave>> stages,
            NavigableMap<Integer, Upstreams.WebRoute> routes,
            NavigableMap<Integer, NavigableSet<Integer>> proxies) {

        String of(PhpRole role, int ordinal, Leave leave) {
            String service = view.id().toString();
            return switch (role) {
                case BACKEND -> Json.write(new BackendSettings(
                        service, carriers(PhpRole.WEB, ordinal), settings.ini(), environment(), settings.requestSeconds(), leave));
                case WEB -> {
                    Upstreams.WebRoute route = Optional.ofNullable(routes.get(ordinal)).orElseThrow();
                    yield Json.write(new WebSettings(
                            service,
                            route.version(),
                            fleet.addresses(route.backends(), ordinal),
                            carriers(PhpRole.PROXY, ordinal),
                            settings.bodyMax(),
                            settings.requestSeconds(),
                            leave));
                }
                case PROXY -> Json.write(new ProxySettings(
                        service,
                        fleet.addresses(Optional.ofNullable(proxies.get(ordinal)).orElseThrow(), ordinal),
                        settings.requestSeconds(),
                        leave));
            };
        }

        private List<String> carriers(PhpRole role, int owner) {
            return fleet.addresses(PhpPlanner.of(stages, role).keySet(), owner);
        }

        /** What the user sets has the last word over what siblings export. */
        private Map<String, String> environment() {
            Map<String, String> all = new TreeMap<>(view.environment());
            Optional.ofNullable(view.secrets().get(PhpService.APP_SECRET))
                    .map(SecretRef::placeholder)
                    .ifPresent(placeholder -> all.put("BRUME_APP_SECRET", placeholder));
            all.putAll(settings.environment());
            return all;
        }
    }
}
