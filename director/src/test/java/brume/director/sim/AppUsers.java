package brume.director.sim;

import static brume.director.db.generated.Tables.ATTACHMENT;
import static brume.director.db.generated.Tables.CODE;
import static brume.director.db.generated.Tables.NODE;
import static brume.director.db.generated.Tables.SECRET;
import static brume.director.db.generated.Tables.SERVICE;
import static brume.director.db.generated.Tables.SERVICE_HISTORY;

import brume.core.id.AppId;
import brume.core.id.CodeId;
import brume.core.id.ServiceId;
import brume.core.service.RoleDef;
import brume.director.app.App;
import brume.director.app.Wishes;
import brume.director.db.Life;
import brume.director.service.Service;
import brume.director.service.ServiceState;
import brume.service.mysql.MysqlService;
import brume.service.php.PhpService;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Table;

/** People who deploy applications, stop and start them, scale roles, activate code and delete. */
final class AppUsers implements Users {
    private static final Map<String, List<RoleDef>> ROLES =
            Map.of("php", new PhpService().roles(), "mysql", new MysqlService().roles());

    /** A service with more nodes of a role costs time and shows nothing new. */
    private static final int NODES_OF_ROLE_MAX = 3;

    private static final int NODES_OF_ROLE_MAX_SMALL = 2;

    /** What the director said that it would do with a service. */
    private record ServicePromise(boolean run, Map<String, Integer> counts, Optional<CodeId> code) {
        static ServicePromise of(Service row) {
            return new ServicePromise(row.wantRun(), row.counts(), row.activeCode());
        }
    }

    /** What it said that it would do with an application. */
    private record Promise(boolean gone, boolean run, Map<ServiceId, ServicePromise> services) {
        private static final Promise GONE = new Promise(true, false, Map.of());
    }

    private final SimWorld world;
    private final RandomGenerator random;
    private final int most;
    private final boolean small;
    private final Map<AppId, Promise> promises = new TreeMap<>();
    private boolean acting;
    private int made;

    AppUsers(SimWorld world, RandomGenerator random) {
        this.world = world;
        this.random = random;
        this.most = world.storm().most();
        this.small = world.storm().people() == Storm.People.SMALL;
    }

    @Override
    public void act() {
        List<AppId> living = living();
        if (living.isEmpty() || (made < most && random.nextInt(4) == 0)) {
            if (made < most) {
                deploy(counts());
            }
            return;
        }
        AppId app = living.get(random.nextInt(living.size()));
        if (!Optional.ofNullable(promises.get(app)).orElseThrow().run()) {
            run(app, true);
            return;
        }
        switch (random.nextInt(12)) {
            case 0 -> delete(app);
            case 1, 2 -> run(app, false);
            case 3, 4 -> pick(app, s -> s.type().equals("php")).ifPresent(this::activate);
            default -> pick(app, s -> true).ifPresent(this::scaleSomehow);
        }
    }

    /** Applications that were deployed and not deleted. */
    List<AppId> living() {
        return promises.entrySet().stream().filter(e -> !e.getValue().gone()).map(Map.Entry::getKey).toList();
    }

    /** An application of php, of mysql or of both, small at first. */
    private Map<String, Map<String, Integer>> counts() {
        if (small) {
            return Map.of(random.nextInt(3) == 0 ? "mysql" : "php", Map.of());
        }
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        int which = random.nextInt(4);
        if (which != 0) {
            counts.put("php", new TreeMap<>(Map.of("backend", 1 + random.nextInt(2), "web", 1 + random.nextInt(2))));
        }
        if (which != 1) {
            counts.put("mysql", new TreeMap<>(Map.of("mysql", 1 + random.nextInt(2), "glb", random.nextInt(2))));
        }
        return counts;
    }

    private Optional<Service> pick(AppId app, Predicate<Service> which) {
        List<Service> services = services(app).stream().filter(which).toList();
        return services.isEmpty() ? Optional.empty() : Optional.of(services.get(random.nextInt(services.size())));
    }

    /** One node of some role more or less, as far as the type allows it. */
    private void scaleSomehow(Service service) {
        List<RoleDef> roles = Optional.ofNullable(ROLES.get(service.type())).orElseThrow();
        RoleDef role = roles.get(random.nextInt(roles.size()));
        int delta = random.nextBoolean() ? 1 : -1;
        int wanted = service.counts().getOrDefault(role.name(), role.initial()) + delta;
        if (service.wantRun() && wanted >= role.minimum() && wanted <= (small ? NODES_OF_ROLE_MAX_SMALL : NODES_OF_ROLE_MAX)) {
            scale(service, role.name(), delta);
        }
    }

    AppId deploy(Map<String, Map<String, Integer>> services) {
        String name = "app" + ++made;
        world.trace().add("user deploys " + name + " " + services);
        acting = true;
        AppId app = wishes().deploy(name, services);
        promised(app);
        return app;
    }

    void run(AppId app, boolean run) {
        wish(app, run ? "starts" : "stops", () -> wishes().run(app, run));
    }

    void delete(AppId app) {
        wish(app, "deletes", () -> wishes().delete(app));
    }

    void scale(Service service, String role, int delta) {
        wish(service.app(), "scales " + role + " of " + service.type() + " by " + delta + " in", () -> wishes().scale(service, role, delta));
    }

    void activate(Service service) {
        wish(service.app(), "activates code in", () -> wishes().activate(service));
    }

    /** The service of that type. */
    Service service(AppId app, String type) {
        return services(app).stream().filter(s -> s.type().equals(type)).findFirst().orElseThrow();
    }

    private Wishes wishes() {
        return world.director().wishes();
    }

    private List<Service> services(AppId app) {
        return world.director().services().ofApp(app);
    }

    private void wish(AppId app, String what, Runnable writing) {
        world.trace().add("user " + what + " " + app);
        acting = true;
        writing.run();
        promised(app);
    }

    /** The act is acknowledged: what the rows want now is what the director promised. */
    private void promised(AppId app) {
        promises.put(app, wanted(app, apps()));
        acting = false;
    }

    private Map<AppId, App> apps() {
        return wishes().apps().stream().collect(Collectors.toMap(App::id, Function.identity()));
    }

    private Promise wanted(AppId id, Map<AppId, App> rows) {
        App app = rows.get(id);
        if (app == null || app.life() != Life.ALIVE) {
            return Promise.GONE;
        }
        return new Promise(false, app.wantRun(), services(id).stream().collect(Collectors.toMap(Service::id, ServicePromise::of)));
    }

    @Override
    public void lookAfterCrash() {
        if (!acting) {
            lostChange().ifPresent(lost -> {
                throw new AssertionError(lost);
            });
            return;
        }
        Map<AppId, App> rows = apps();
        promises.replaceAll((id, before) -> before.gone() ? before : wanted(id, rows));
        rows.keySet().forEach(id -> promises.computeIfAbsent(id, added -> wanted(added, rows)));
        acting = false;
    }

    @Override
    public Optional<String> lostChange() {
        Map<AppId, App> rows = apps();
        return promises.entrySet().stream()
                .filter(promised -> !wanted(promised.getKey(), rows).equals(promised.getValue()))
                .map(promised -> "an acknowledged change is lost: " + promised + ", the rows want " + wanted(promised.getKey(), rows))
                .findFirst();
    }

    @Override
    public List<String> unsettled() {
        List<String> left = new ArrayList<>();
        Map<AppId, App> rows = apps();
        rows.values().forEach(app -> unsettled(app).ifPresent(left::add));
        if (rows.isEmpty()) {
            Stream.of(SERVICE, SERVICE_HISTORY, NODE, SECRET, CODE, ATTACHMENT).filter(this::hasRows).forEach(t -> left.add("rows are left in " + t));
        }
        return left;
    }

    private boolean hasRows(Table<?> table) {
        return world.database().read(tx -> tx.fetchExists(table));
    }

    private Optional<String> unsettled(App app) {
        if (app.life() != Life.ALIVE) {
            return Optional.of(app.name() + " is still being deleted");
        }
        List<Service> services = services(app.id());
        boolean off = app.state() == ServiceState.STOPPED || app.state() == ServiceState.INIT;
        boolean reached = app.seenGeneration() == app.generation() && (app.wantRun() ? app.state() == ServiceState.RUNNING : off);
        return services.stream()
                .filter(s -> s.seen().generation() != s.generation() || s.seen().state() != state(s))
                .map(s -> app.name() + ": " + s.type() + " wants generation " + s.generation() + " " + s.counts() + " run " + s.wantRun() + ", is at " + s.seen())
                .findFirst()
                .or(() -> reached ? Optional.empty() : Optional.of(app.name() + " is " + app.state() + " at " + app.seenGeneration() + " of " + app.generation()))
                .or(() -> services.stream().flatMap(s -> counted(s).stream()).findFirst());
    }

    /** A service that was stopped before its first start has no nodes and is as if never started. */
    private ServiceState state(Service service) {
        if (service.wantRun()) {
            return ServiceState.RUNNING;
        }
        return nodes(service) == 0 ? ServiceState.INIT : ServiceState.STOPPED;
    }

    private long nodes(Service service) {
        return world.director().nodes().ofService(service.id()).stream().filter(n -> n.life() == Life.ALIVE).count();
    }

    /** Whether as many nodes carry each role as are wanted. */
    private Optional<String> counted(Service service) {
        if (!service.wantRun()) {
            return Optional.empty();
        }
        Map<String, Long> there = world.director().nodes().ofService(service.id()).stream()
                .filter(n -> n.life() == Life.ALIVE)
                .flatMap(n -> n.roles().stream())
                .collect(Collectors.groupingBy(r -> r.role().substring(service.type().length() + 1), Collectors.counting()));
        return service.counts().entrySet().stream()
                .filter(want -> there.getOrDefault(want.getKey(), 0L) != want.getValue().longValue())
                .map(want -> service.type() + " wants " + want + ", and there are " + there)
                .findFirst();
    }
}
