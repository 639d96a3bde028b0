package brume.service.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/** Who is told of whom: the version and the backends of every web, and the webs of every proxy. The order of naming stands in the description of the package. */
final class Upstreams {
    private Upstreams() {}

    /** What a web should serve. {@code version} is empty for the welcome page. */
    record WebRoute(String version, NavigableSet<Integer> backends) {}

    static NavigableMap<Integer, WebRoute> webs(Fleet fleet, Placement placement, String active) {
        NavigableMap<Integer, WebRoute> routes = new TreeMap<>();
        for (int web : everyone(fleet, placement, RoleKind.WEB)) {
            routes.put(web, webRoute(fleet, placement, web, active));
        }
        return routes;
    }

    private static WebRoute webRoute(Fleet fleet, Placement placement, int web, String active) {
        Optional<Carrier> there = fleet.carrier(RoleKind.WEB, web);
        String version = version(fleet, placement, web, active);
        Set<Integer> named = there.filter(carrier -> carrier.version().equals(version))
                .map(carrier -> (Set<Integer>) fleet.resolve(carrier.asked(), web))
                .orElse(Set.of());
        boolean fresh = there.filter(Carrier::live).isEmpty();
        IntPredicate serves = backend -> canAsk(fleet, web, backend, version);
        // a node that does not serve yet brings its backend before its web
        IntPredicate may = backend -> (serves.test(backend) && settled(fleet, RoleKind.BACKEND, backend))
                || named.contains(backend)
                || (fresh && backend == web && placement.wants(RoleKind.BACKEND, backend));
        return new WebRoute(version, choose(fleet, placement, RoleKind.BACKEND, serves, may));
    }

    /**
     * A web that serves changes its version once it and all backends that can be asked have the new one; one that does not serve as soon as it would have a backend
     * for it.
     */
    private static String version(Fleet fleet, Placement placement, int web, String active) {
        Optional<Carrier> there = fleet.carrier(RoleKind.WEB, web);
        if (there.isEmpty() || active.isEmpty()) {
            return active;
        }
        String present = there.get().version();
        boolean oneServes = fleet.carriers(RoleKind.BACKEND).stream()
                .anyMatch(backend -> backend.reached() && canAsk(fleet, web, backend.ordinal(), active));
        if (!there.get().live()) {
            boolean nothingToLose = there.get().asked().isEmpty() || placement.wants(RoleKind.BACKEND, web);
            return oneServes || nothingToLose ? active : present;
        }
        boolean webHas = there.get().has(active);
        boolean allHave = placement.wanted(RoleKind.BACKEND).stream()
                .flatMap(ordinal -> fleet.carrier(RoleKind.BACKEND, ordinal).stream())
                .allMatch(backend -> backend.cut() || backend.failed() || backend.has(active));
        return webHas && allHave && oneServes ? active : present;
    }

    /** Whether what the role reports is what it stays at: no older plan is on its way to it. */
    private static boolean settled(Fleet fleet, RoleKind role, int ordinal) {
        return fleet.carrier(role, ordinal).filter(Carrier::reached).isPresent();
    }

    /**
     * The weights to tell: those of the named that are not {@link Weights#INITIAL}, by address. As long as nobody else of them serves, those with the weight 0 do, and all weights are as
     * if they were not.
     *
     * @param owner who is told
     */
    static Map<String, Integer> weights(Fleet fleet, RoleKind role, NavigableSet<Integer> named, Weights weights, int owner) {
        List<Integer> living = named.stream().filter(ordinal -> fleet.carrier(role, ordinal).filter(Carrier::live).isPresent()).toList();
        if ((living.isEmpty() ? named : living).stream().allMatch(ordinal -> weights.of(ordinal) == 0)) {
            return Map.of();
        }
        Map<String, Integer> told = new TreeMap<>();
        for (int ordinal : named) {
            if (weights.of(ordinal) != Weights.INITIAL) {
                fleet.addresses(Set.of(ordinal), owner).forEach(address -> told.put(address, weights.of(ordinal)));
            }
        }
        return told;
    }

    /** Whether requests of the web for the version would be answered, as far as reports tell. */
    private static boolean canAsk(Fleet fleet, int web, int backend, String version) {
        return fleet.carrier(RoleKind.BACKEND, backend)
                .filter(Carrier::live)
                .filter(carrier -> carrier.has(version))
                .filter(carrier -> fleet.address(web).filter(carrier.facts(Facts.CLIENTS)::contains).isPresent())
                .isPresent();
    }

    static NavigableMap<Integer, NavigableSet<Integer>> proxies(
            Fleet fleet, Placement placement, NavigableMap<Integer, WebRoute> routes, Instant now) {
        NavigableSet<Integer> unsure = unsureWebs(fleet, routes, now);
        NavigableMap<Integer, NavigableSet<Integer>> webs = new TreeMap<>();
        for (int proxy : everyone(fleet, placement, RoleKind.PROXY)) {
            webs.put(proxy, websOf(fleet, placement, proxy, unsure));
        }
        return webs;
    }

    private static NavigableSet<Integer> websOf(Fleet fleet, Placement placement, int proxy, Set<Integer> unsure) {
        Optional<Carrier> there = fleet.carrier(RoleKind.PROXY, proxy);
        Set<Integer> named = there.map(carrier -> (Set<Integer>) fleet.resolve(carrier.asked(), proxy))
                .orElse(Set.of());
        boolean fresh = there.filter(Carrier::live).isEmpty();
        IntPredicate serves = web -> webServes(fleet, web);
        IntPredicate sure = web -> serves.test(web) && (named.contains(web) || settled(fleet, RoleKind.WEB, web));
        boolean another = everyone(fleet, placement, RoleKind.WEB).stream().anyMatch(sure::test);
        IntPredicate may = web -> sure.test(web)
                || (named.contains(web) && !(another && unsure.contains(web)))
                || (fresh && web == proxy && placement.wants(RoleKind.WEB, web));
        return choose(fleet, placement, RoleKind.WEB, serves, may);
    }

    /** Whether the web answers, static files and PHP, as far as reports tell. */
    private static boolean webServes(Fleet fleet, int ordinal) {
        Optional<Carrier> web = fleet.carrier(RoleKind.WEB, ordinal).filter(Carrier::live);
        if (web.isEmpty()) {
            return false;
        }
        String version = web.get().fact(Facts.VERSION);
        if (version.isEmpty()) {
            return false;
        }
        return version.equals(Facts.WELCOME)
                || fleet.resolve(web.get().facts(Facts.BACKENDS), ordinal).stream()
                        .flatMap(backend -> fleet.carrier(RoleKind.BACKEND, backend).stream())
                        .anyMatch(Carrier::live);
    }

    /** Webs that are cut off and cannot be told what they would have to know: another version, or that a backend leaves. */
    private static NavigableSet<Integer> unsureWebs(Fleet fleet, NavigableMap<Integer, WebRoute> routes, Instant now) {
        boolean waitedFor = fleet.carriers(RoleKind.BACKEND).stream()
                .map(Carrier::leave)
                .anyMatch(leave -> leave.stage() == Leave.Stage.UNNAMED && Departure.passed(leave, Departure.CUT_WEB_PATIENCE, now));
        NavigableSet<Integer> unsure = new TreeSet<>();
        for (Carrier web : fleet.carriers(RoleKind.WEB)) {
            WebRoute route = routes.get(web.ordinal());
            boolean switches = route != null && !route.version().equals(web.version());
            if (web.cut() && (waitedFor || switches)) {
                unsure.add(web.ordinal());
            }
        }
        return unsure;
    }

    /**
     * The list to name: all wanted ones that may be named, and as many leaving ones as it takes to make up for wanted ones that do not serve.
     */
    private static NavigableSet<Integer> choose(Fleet fleet, Placement placement, RoleKind role, IntPredicate serves, IntPredicate may) {
        NavigableSet<Integer> wanted = placement.wanted(role);
        NavigableSet<Integer> chosen = new TreeSet<>();
        wanted.stream().filter(may::test).forEach(chosen::add);
        long missing = wanted.stream().filter(ordinal -> !chosen.contains(ordinal) || !serves.test(ordinal)).count();
        List<Integer> leaving = new ArrayList<>();
        for (Carrier carrier : fleet.carriers(role)) {
            if (!wanted.contains(carrier.ordinal()) && may.test(carrier.ordinal())) {
                leaving.add(carrier.ordinal());
            }
        }
        leaving.stream()
                .sorted(Comparator.comparing((Integer ordinal) -> !serves.test(ordinal)).thenComparing(Comparator.naturalOrder()))
                .limit(missing)
                .forEach(chosen::add);
        return chosen;
    }

    /** Those that carry the role or should. */
    private static NavigableSet<Integer> everyone(Fleet fleet, Placement placement, RoleKind role) {
        NavigableSet<Integer> all = new TreeSet<>(placement.wanted(role));
        fleet.carriers(role).forEach(carrier -> all.add(carrier.ordinal()));
        return all;
    }
}
