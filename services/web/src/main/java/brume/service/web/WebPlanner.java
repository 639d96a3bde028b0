package brume.service.web;

import brume.core.agent.ContentRef;
import brume.core.agent.RoleConfig;
import brume.core.service.CodeVersion;
import brume.core.service.Member;
import brume.core.service.NodePlan;
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

/** Decides which nodes a web service should have now, as the description of the package tells. Pure. */
public final class WebPlanner {
    /** Names of content are this and the id of a code version. */
    public static final String CODE = "code-";

    private WebPlanner() {}

    public static ServicePlan plan(ServiceView view, Hosting hosting) {
        Fleet fleet = new Fleet(hosting.type(), view.members());
        Placement placement = Placement.of(fleet, view.counts(), hosting.weights());
        String active = view.active().map(version -> version.id().toString()).orElse("");
        NavigableMap<Integer, Upstreams.WebRoute> routes = Upstreams.webs(fleet, placement, active);
        NavigableMap<Integer, NavigableSet<Integer>> proxies = Upstreams.proxies(fleet, placement, routes, view.now());

        Map<RoleKind, NavigableMap<Integer, Leave>> stages = stages(view, hosting, fleet, placement, routes, proxies);
        List<ContentRef> content = content(view, fleet, routes);
        Texts texts = new Texts(view, hosting, fleet, stages, routes, proxies);

        NavigableSet<Integer> ordinals = new TreeSet<>();
        stages.values().forEach(stage -> ordinals.addAll(stage.keySet()));
        List<NodePlan> nodes = new ArrayList<>();
        for (int ordinal : ordinals) {
            boolean first = ordinal == Placement.FIRST;
            List<RoleConfig> roles = new ArrayList<>(first ? hosting.first() : List.of());
            for (RoleKind role : RoleKind.values()) {
                Optional<Leave> stage = Optional.ofNullable(of(stages, role).get(ordinal));
                stage.ifPresent(leave -> roles.add(new RoleConfig(
                        role.fullName(hosting.type()), texts.of(role, ordinal, leave), role == RoleKind.PROXY ? List.of() : content)));
            }
            nodes.add(new NodePlan(ordinal, roles, first ? hosting.firstVolumes() : List.of()));
        }
        Optional<String> url = fleet.address(Placement.FIRST).map(address -> "http://" + address + "/");
        return new ServicePlan(nodes, Map.of(), url, new WebProgress(hosting.weights(), view, fleet, placement, stages).of(nodes));
    }

    /** Every node that should carry a role now, and how far it is on its way out. Askers first: one that is gone asks nobody. */
    private static Map<RoleKind, NavigableMap<Integer, Leave>> stages(
            ServiceView view,
            Hosting hosting,
            Fleet fleet,
            Placement placement,
            NavigableMap<Integer, Upstreams.WebRoute> routes,
            NavigableMap<Integer, NavigableSet<Integer>> proxies) {
        NavigableMap<Integer, NavigableSet<Integer>> askingProxies = new TreeMap<>(proxies);
        NavigableMap<Integer, NavigableSet<Integer>> askingWebs = new TreeMap<>();
        routes.forEach((web, route) -> askingWebs.put(web, route.backends()));
        Departure departure = new Departure(
                fleet, askingProxies, askingWebs, Duration.ofSeconds(hosting.openSeconds()), view.now());
        Map<RoleKind, NavigableMap<Integer, Leave>> stages = new EnumMap<>(RoleKind.class);
        for (RoleKind role : List.of(RoleKind.PROXY, RoleKind.WEB, RoleKind.BACKEND)) {
            NavigableMap<Integer, Leave> stage = new TreeMap<>();
            placement.wanted(role).forEach(ordinal -> stage.put(ordinal, Leave.STAYS));
            for (Carrier carrier : fleet.carriers(role)) {
                if (!placement.wants(role, carrier.ordinal())) {
                    departure.next(carrier).ifPresent(leave -> stage.put(carrier.ordinal(), leave));
                }
            }
            stages.put(role, stage);
            if (role == RoleKind.PROXY) {
                askingProxies.keySet().retainAll(stage.keySet());
            } else if (role == RoleKind.WEB) {
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
        fleet.carriers(RoleKind.WEB).forEach(web -> needed.add(CODE + web.fact(Facts.VERSION)));
        return needed.stream().flatMap(name -> Optional.ofNullable(known.get(name)).stream()).toList();
    }

    private static NavigableMap<Integer, Leave> of(Map<RoleKind, NavigableMap<Integer, Leave>> stages, RoleKind role) {
        return Optional.ofNullable(stages.get(role)).orElse(new TreeMap<>());
    }

    /** Writes the settings of roles. */
    private record Texts(
            ServiceView view,
            Hosting hosting,
            Fleet fleet,
            Map<RoleKind, NavigableMap<Integer, Leave>> stages,
            NavigableMap<Integer, Upstreams.WebRoute> routes,
            NavigableMap<Integer, NavigableSet<Integer>> proxies) {

        String of(RoleKind role, int ordinal, Leave leave) {
            String service = view.id().toString();
            int requestSeconds = hosting.requestSeconds();
            return switch (role) {
                case BACKEND -> hosting.backend(new Hosting.Backend(
                        service, carriers(RoleKind.WEB, ordinal), carriers(RoleKind.BACKEND, ordinal), asked(), first(ordinal), leave));
                case WEB -> {
                    Upstreams.WebRoute route = Optional.ofNullable(routes.get(ordinal)).orElseThrow();
                    yield hosting.web(new WebSettings(
                            service,
                            route.version(),
                            fleet.addresses(route.backends(), ordinal),
                            Upstreams.weights(fleet, RoleKind.BACKEND, route.backends(), hosting.weights(), ordinal),
                            carriers(RoleKind.PROXY, ordinal),
                            hosting.bodyMax(),
                            requestSeconds,
                            hosting.openSeconds(),
                            leave));
                }
                case PROXY -> {
                    NavigableSet<Integer> webs = Optional.ofNullable(proxies.get(ordinal)).orElseThrow();
                    yield Json.write(new ProxySettings(
                            service,
                            fleet.addresses(webs, ordinal),
                            Upstreams.weights(fleet, RoleKind.WEB, webs, hosting.weights(), ordinal),
                            requestSeconds,
                            hosting.openSeconds(),
                            leave));
                }
            };
        }

        private Optional<String> first(int asker) {
            return fleet.addresses(Set.of(Placement.FIRST), asker).stream().findFirst();
        }

        private List<String> carriers(RoleKind role, int owner) {
            return fleet.addresses(WebPlanner.of(stages, role).keySet(), owner);
        }

        /** The versions that some web asks for, is to ask for next, or still has requests for. */
        private List<String> asked() {
            Set<String> versions = new TreeSet<>();
            view.active().ifPresent(version -> versions.add(version.id().toString()));
            routes.values().forEach(route -> versions.add(route.version()));
            for (Carrier web : fleet.carriers(RoleKind.WEB)) {
                versions.add(web.fact(Facts.VERSION));
                versions.addAll(web.facts(Facts.SERVED));
            }
            versions.removeAll(List.of("", Facts.WELCOME));
            return List.copyOf(versions);
        }
    }
}
