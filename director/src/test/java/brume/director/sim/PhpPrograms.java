package brume.director.sim;

import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import brume.service.php.BackendSettings;
import brume.service.web.Facts;
import brume.service.web.Json;
import brume.service.web.ProxySettings;
import brume.service.web.WebSettings;
import brume.testkit.fake.FakeCloud;
import brume.testkit.fake.FakeGuest;
import brume.testkit.sim.FakeAgent;
import brume.testkit.sim.RoleBehaviour.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** HAProxy, nginx and php-fpm on simulated machines. A changed list of servers is in force at once; worker processes that go by the old one finish their requests first. */
final class PhpPrograms {
    private static final Duration OLD_WORKERS = Duration.ofSeconds(5);
    private static final String CODE = "code-";

    private static final String PROXY = "php.proxy";
    private static final String WEB = "php.web";
    private static final String BACKEND = "php.backend";

    /** A role in one boot of a machine. */
    private record Place(String boot, String role) {}

    /** A program, and whom its processes name, older ones too. */
    private record Program(String address, Set<String> named, Set<String> old, Instant oldUntil) {
        boolean names(String other) {
            return named.contains(other) || old.contains(other);
        }
    }

    private final FakeCloud cloud;
    private final InstantSource clock;
    private final Map<Place, Program> programs = new HashMap<>();

    PhpPrograms(FakeCloud cloud, InstantSource clock) {
        this.cloud = cloud;
        this.clock = clock;
    }

    Result bring(RoleConfig role, FakeAgent agent) {
        Map<String, String> facts = new TreeMap<>();
        facts.put(Facts.LIVE, Facts.YES);
        facts.put(Facts.ACTIVE, "0");
        List<String> versions = role.content().stream().map(c -> c.name().substring(CODE.length())).toList();
        switch (role.role()) {
            case BACKEND -> {
                Program program = run(role.role(), agent, Json.read(role.settings(), BackendSettings.class).clients());
                facts.put(Facts.VERSIONS, Facts.join(versions));
                facts.put(Facts.CLIENTS, Facts.join(program.named()));
            }
            case WEB -> {
                WebSettings settings = Json.read(role.settings(), WebSettings.class);
                Program program = run(role.role(), agent, settings.backends());
                facts.put(Facts.VERSIONS, Facts.join(versions));
                facts.put(Facts.VERSION, settings.version().isEmpty() ? Facts.WELCOME : settings.version());
                facts.put(Facts.BACKENDS, Facts.join(all(program)));
            }
            case PROXY -> facts.put(Facts.WEBS, Facts.join(all(run(role.role(), agent, Json.read(role.settings(), ProxySettings.class).webs()))));
            default -> throw new AssertionError("php has no role " + role.role());
        }
        return new Result(RoleState.RUNNING, facts);
    }

    private Program run(String role, FakeAgent agent, List<String> addresses) {
        String own = agent.guest().address();
        Set<String> named = addresses.stream().map(a -> a.equals(Json.SELF) ? own : a).collect(Collectors.toCollection(TreeSet::new));
        Place place = new Place(agent.guest().bootId(), role);
        Optional<Program> before = Optional.ofNullable(programs.get(place));
        Instant now = clock.instant();
        Program program;
        if (before.isEmpty()) {
            program = new Program(own, named, Set.of(), Instant.MIN);
        } else if (!before.get().named().equals(named)) {
            program = new Program(own, named, before.get().named(), now.plus(OLD_WORKERS));
        } else {
            boolean ended = !before.get().oldUntil().isAfter(now);
            program = ended ? new Program(own, named, Set.of(), Instant.MIN) : before.get();
        }
        programs.put(place, program);
        return program;
    }

    private static Set<String> all(Program program) {
        Set<String> all = new TreeSet<>(program.named());
        all.addAll(program.old());
        return all;
    }

    void end(String role, FakeAgent agent) {
        programs.remove(new Place(agent.guest().bootId(), role));
    }

    /** Who still sends requests to the machine; backends name those who may ask them, which harms nobody. */
    Optional<String> needed(FakeAgent agent) {
        Set<String> running = cloud.guests().stream().map(FakeGuest::bootId).collect(Collectors.toSet());
        return programs.entrySet().stream()
                .filter(e -> running.contains(e.getKey().boot()) && !e.getKey().boot().equals(agent.guest().bootId()))
                .filter(e -> !e.getKey().role().equals(BACKEND) && e.getValue().names(agent.guest().address()))
                .map(e -> "the " + e.getKey().role() + " at " + e.getValue().address() + " still asks it")
                .sorted()
                .findFirst();
    }
}
