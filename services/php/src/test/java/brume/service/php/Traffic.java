package brume.service.php;

import static org.assertj.core.api.Assertions.assertThat;

import brume.service.php.SimNode.Program;
import brume.service.web.RoleKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Requests on their way through a {@link World}: each takes any way that some living worker process might send it, and none may fail. */
final class Traffic {
    /** The longest that a request takes here; the service ends them at 120 seconds. */
    private static final Duration LONGEST = Duration.ofSeconds(100);

    private record Request(SimNode proxy, SimNode web, Optional<SimNode> backend, Instant since) {}

    private final World world;
    private final RandomGenerator random;
    private final List<Request> open = new ArrayList<>();
    int served;

    Traffic(World world, RandomGenerator random) {
        this.world = world;
        this.random = random;
    }

    void start() {
        List<SimNode> proxies = alive(RoleKind.PROXY).stream().filter(node -> !lists(node).isEmpty()).toList();
        if (proxies.isEmpty()) {
            return;
        }
        SimNode proxy = pick(proxies);
        Program listening = pick(lists(proxy));
        List<SimNode> webs = reachable(listening.named(), RoleKind.WEB).stream().filter(Traffic::healthy).toList();
        if (webs.isEmpty()) {
            assertThat(involvesDead(listening.named())).as("proxy %d knows only of %s, none of them runs", proxy.ordinal, listening.named()).isTrue();
            return;
        }
        SimNode web = pick(webs);
        Program serving = pick(program(web, RoleKind.WEB).all().stream().filter(p -> p.version().isEmpty() || !p.named().isEmpty()).toList());
        if (serving.version().isEmpty()) {
            begin(new Request(proxy, web, Optional.empty(), world.now));
            return;
        }
        assertThat(web.disk).as("web %d serves what is on its disk", web.ordinal).contains(serving.version());
        List<SimNode> backends = reachable(serving.named(), RoleKind.BACKEND);
        if (backends.isEmpty()) {
            assertThat(involvesDead(serving.named())).as("web %d knows only of %s, none of them runs", web.ordinal, serving.named()).isTrue();
            return;
        }
        SimNode backend = pick(backends);
        assertThat(backend.disk).as("backend %d is asked for what is on its disk", backend.ordinal).contains(serving.version());
        assertThat(program(backend, RoleKind.BACKEND).named()).as("backend %d lets web %d ask", backend.ordinal, web.ordinal).contains(web.address);
        begin(new Request(proxy, web, Optional.of(backend), world.now));
    }

    private void begin(Request request) {
        open.add(request);
        world.log.add("request by " + request.proxy().ordinal + " " + request.web().ordinal + " " + request.backend().map(b -> b.ordinal));
        count(request, 1);
    }

    void finish() {
        if (!open.isEmpty()) {
            end(open.remove(random.nextInt(open.size())));
        }
    }

    /** Ends what has lasted too long, and checks that what is open can still be answered. */
    void check() {
        for (Request request : List.copyOf(open)) {
            boolean lost = request.proxy().dead || request.web().dead || request.backend().filter(b -> b.dead).isPresent();
            if (lost || !world.now.isBefore(request.since().plus(LONGEST))) {
                open.remove(request);
                end(request);
                continue;
            }
            if (runs(request.proxy(), RoleKind.PROXY)) { // a proxy may be taken away under those that still use it
                assertThat(runs(request.web(), RoleKind.WEB)).as("web %d runs while it has requests", request.web().ordinal).isTrue();
                request.backend()
                        .ifPresent(b -> assertThat(runs(b, RoleKind.BACKEND)).as("backend %d runs while it has requests", b.ordinal).isTrue());
            }
        }
    }

    void endAll() {
        List.copyOf(open).forEach(this::end);
        open.clear();
    }

    /** Whether an older worker process of the role may still have requests. */
    boolean busy(SimNode node) {
        return open.stream().anyMatch(r -> r.proxy() == node || r.web() == node);
    }

    private void end(Request request) {
        count(request, -1);
        served++;
    }

    private static void count(Request request, int by) {
        request.proxy().open.merge(RoleKind.PROXY, by, Integer::sum);
        request.web().open.merge(RoleKind.WEB, by, Integer::sum);
        request.backend().ifPresent(b -> b.open.merge(RoleKind.BACKEND, by, Integer::sum));
    }

    /** A proxy that was told of no web yet is no address that anybody uses. */
    private static List<Program> lists(SimNode proxy) {
        return program(proxy, RoleKind.PROXY).all().stream().filter(p -> !p.named().isEmpty()).toList();
    }

    /** A web without backends does not pass the proxies' health checks. */
    private static boolean healthy(SimNode web) {
        Program serving = program(web, RoleKind.WEB);
        return serving.version().isEmpty() || !serving.named().isEmpty();
    }

    private List<SimNode> alive(RoleKind role) {
        return world.nodes.values().stream().filter(node -> runs(node, role)).toList();
    }

    private List<SimNode> reachable(Collection<String> addresses, RoleKind role) {
        return alive(role).stream().filter(node -> addresses.contains(node.address)).toList();
    }

    /** When machines die, requests fail; no plan can help it. */
    private boolean involvesDead(Collection<String> addresses) {
        return world.nodes.values().stream().anyMatch(n -> addresses.contains(n.address) && (n.dead || n.replaced));
    }

    private boolean runs(SimNode node, RoleKind role) {
        return world.nodes.get(node.ordinal) == node && !node.dead && node.programs.containsKey(role);
    }

    private static Program program(SimNode node, RoleKind role) {
        return Optional.ofNullable(node.programs.get(role)).orElseThrow();
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
