package brume.service.php;

import brume.core.agent.NodeLoad;
import brume.core.agent.NodeReport;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleReport;
import brume.core.agent.RoleState;
import brume.core.id.InstanceId;
import brume.core.service.Member;
import brume.service.web.Facts;
import brume.service.web.Json;
import brume.service.web.ProxySettings;
import brume.service.web.RoleKind;
import brume.service.web.WebPlanner;
import brume.service.web.WebSettings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** A node of a {@link World}: what is wanted of it, what runs on it, and what its agent said last. */
final class SimNode {
    /** A program and what it serves by. {@code older} are the lists of worker processes that finish their requests. */
    record Program(String version, Set<String> named, List<Program> older, long generation) {
        boolean lists(String address) {
            return named.contains(address) || older.stream().anyMatch(o -> o.named().contains(address));
        }

        List<Program> all() {
            List<Program> all = new ArrayList<>(older);
            all.add(this);
            return all;
        }
    }

    final int ordinal;
    final String address;
    final Map<RoleKind, Program> programs = new EnumMap<>(RoleKind.class);
    final Map<RoleKind, Integer> open = new EnumMap<>(RoleKind.class);
    final Set<String> disk = new TreeSet<>();
    final Set<RoleKind> failing = new TreeSet<>();
    List<RoleConfig> wanted = List.of();
    long wantedGeneration;
    boolean cut;
    boolean dead;
    boolean replaced;
    boolean unwanted;
    private Optional<NodeReport> report = Optional.empty();

    SimNode(int ordinal) {
        this.ordinal = ordinal;
        this.address = "10.0.0." + ordinal;
    }

    Member member() {
        return new Member(
                new InstanceId(new UUID(0, ordinal)), ordinal, Optional.of(address), wanted, wantedGeneration, cut || dead ? Optional.empty() : report, unwanted);
    }

    /** Takes the wanted configuration; true when it changed. */
    boolean want(List<RoleConfig> roles) {
        if (roles.equals(wanted)) {
            return false;
        }
        wanted = roles;
        wantedGeneration++;
        return true;
    }

    /** Does the next thing that the agent has to do; false when there is nothing. */
    boolean step() {
        if (cut || dead) {
            return false;
        }
        for (RoleKind role : RoleKind.values()) {
            if (programs.containsKey(role) && config(role).isEmpty()) {
                programs.remove(role);
                return true;
            }
        }
        for (RoleKind role : RoleKind.values()) {
            Optional<RoleConfig> config = config(role);
            Program there = programs.get(role);
            if (config.isPresent() && !failing.contains(role) && (there == null || there.generation() < wantedGeneration)) {
                bring(role, config.get(), Optional.ofNullable(there));
                return true;
            }
        }
        return false;
    }

    private void bring(RoleKind role, RoleConfig config, Optional<Program> there) {
        Set<String> content = config.content().stream().map(ref -> ref.name().substring(WebPlanner.CODE.length())).collect(Collectors.toSet());
        if (role != RoleKind.PROXY) {
            disk.retainAll(content);
            disk.addAll(content);
        }
        String version = role == RoleKind.WEB ? Json.read(config.settings(), WebSettings.class).version() : "";
        Set<String> named = named(role, config);
        List<Program> older = new ArrayList<>();
        if (role != RoleKind.BACKEND && there.isPresent()) {
            older.addAll(there.get().older());
            if (!named.equals(there.get().named()) || !version.equals(there.get().version())) {
                older.add(new Program(there.get().version(), there.get().named(), List.of(), 0));
            }
        }
        programs.put(role, new Program(version, named, older, wantedGeneration));
    }

    private Set<String> named(RoleKind role, RoleConfig config) {
        List<String> addresses =
                switch (role) {
                    case BACKEND -> Json.read(config.settings(), BackendSettings.class).clients();
                    case WEB -> Json.read(config.settings(), WebSettings.class).backends();
                    case PROXY -> Json.read(config.settings(), ProxySettings.class).webs();
                };
        return addresses.stream().map(a -> a.equals(Json.SELF) ? address : a).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The older worker processes of a program end. */
    void retire(RoleKind role) {
        programs.computeIfPresent(role, (_, p) -> new Program(p.version(), p.named(), List.of(), p.generation()));
    }

    void report() {
        if (cut || dead) {
            return;
        }
        List<RoleReport> roles = new ArrayList<>();
        long least = wantedGeneration;
        for (RoleKind role : RoleKind.values()) {
            if (config(role).isEmpty()) {
                continue;
            }
            Optional<Program> program = Optional.ofNullable(programs.get(role));
            long generation = program.map(Program::generation).orElse(0L);
            least = Math.min(least, generation);
            RoleState state = failing.contains(role) ? RoleState.FAILED : generation == wantedGeneration ? RoleState.RUNNING : RoleState.STARTING;
            roles.add(new RoleReport(role.fullName("php"), state, generation, "", program.map(p -> facts(role, p)).orElse(Map.of())));
        }
        report = Optional.of(new NodeReport(least, 1, "test", "boot", roles, NodeLoad.UNKNOWN));
    }

    private Map<String, String> facts(RoleKind role, Program program) {
        Map<String, String> facts = new TreeMap<>();
        facts.put(Facts.LIVE, Facts.YES);
        facts.put(Facts.ACTIVE, Integer.toString(open.getOrDefault(role, 0)));
        Set<String> lists = new TreeSet<>();
        program.all().forEach(p -> lists.addAll(p.named()));
        switch (role) {
            case BACKEND -> {
                facts.put(Facts.VERSIONS, Facts.join(disk));
                facts.put(Facts.CLIENTS, Facts.join(program.named()));
            }
            case WEB -> {
                facts.put(Facts.VERSIONS, Facts.join(disk));
                facts.put(Facts.VERSION, program.version().isEmpty() ? Facts.WELCOME : program.version());
                facts.put(Facts.BACKENDS, Facts.join(lists));
            }
            case PROXY -> facts.put(Facts.WEBS, Facts.join(lists));
        }
        return facts;
    }

    /** A new machine takes the node's place: nothing runs, nothing is on disk. */
    void replaceMachine() {
        programs.clear();
        disk.clear();
        open.clear();
        report = Optional.empty();
        dead = false;
        cut = false;
        replaced = true;
    }

    Optional<RoleConfig> config(RoleKind role) {
        return wanted.stream().filter(c -> c.role().equals(role.fullName("php"))).findFirst();
    }
}
