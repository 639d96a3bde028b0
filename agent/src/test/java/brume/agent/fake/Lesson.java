package brume.agent.fake;

import brume.core.agent.NodeConfig;
import brume.core.agent.NodeReport;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import brume.core.id.InstanceId;
import brume.core.id.ServiceId;
import brume.core.service.CodeVersion;
import brume.core.service.Member;
import brume.core.service.NodePlan;
import brume.core.service.RoleDef;
import brume.core.service.SecretDef;
import brume.core.service.SecretRef;
import brume.core.service.ServiceType;
import brume.core.service.ServiceView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Leads one agent through the life of a service as a director would: the service's own plan half says by the agent's reports what is to be next. All nodes of the plan are this one
 * agent. What a role makes of it does not matter: a failure is told and ends the lesson, for a lesson is about what gets used.
 */
final class Lesson {
    /** A service that is still not done with its nodes after so many changes of their configuration teaches nothing more. */
    private static final int CHANGES_MAX = 8;

    private static final String SECRET = "training-1";
    private static final String ADDRESS = "127.0.0.1";

    private final FakeDirector director;
    private final ServiceType type;
    private final ServiceId id = new ServiceId(new UUID(0, 7));
    private final Map<Integer, Member> members = new TreeMap<>();
    private long generation;

    /** @param generation of the last configuration that the agent has got */
    Lesson(FakeDirector director, ServiceType type, long generation) {
        this.director = director;
        this.type = type;
        this.generation = generation;
    }

    /** Until the plan wants nothing new. Answers whether the agent did all of it. */
    boolean teach(Map<String, Integer> counts, Optional<CodeVersion> code) {
        for (int i = 0; i < CHANGES_MAX; i++) {
            List<NodePlan> nodes = type.plan(view(counts, code)).nodes().stream()
                    .map(n -> new NodePlan(n.ordinal(), n.roles(), List.of())) // volumes are not the agent's
                    .toList();
            if (nodes.equals(wanted())) {
                return true;
            }
            if (!brought(nodes)) {
                return false;
            }
        }
        return true;
    }

    /** Ends every role. Answers the generation that said so. */
    long end() {
        director.want(new NodeConfig(++generation, 1, List.of()));
        NodeReport _ = director.awaitReport("the end of " + type.name(), r -> r.generation() >= generation);
        return generation;
    }

    private boolean brought(List<NodePlan> nodes) {
        List<RoleConfig> roles = nodes.stream().flatMap(n -> n.roles().stream()).map(Lesson::filled).toList();
        director.want(new NodeConfig(++generation, 1, roles));
        NodeReport report = director.awaitReport(type.name() + " at " + generation, r -> r.generation() >= generation || failed(r));
        members.clear();
        nodes.forEach(n -> members.put(
                n.ordinal(), new Member(new InstanceId(new UUID(0, n.ordinal())), n.ordinal(), Optional.of(ADDRESS), n.roles(), generation, Optional.of(report))));
        return !failed(report);
    }

    private boolean failed(NodeReport report) {
        List<String> failures = report.roles().stream()
                .filter(role -> role.state() == RoleState.FAILED && role.role().startsWith(type.name()))
                .map(role -> role.role() + ": " + role.detail())
                .toList();
        failures.forEach(System.out::println);
        return !failures.isEmpty();
    }

    private List<NodePlan> wanted() {
        return members.values().stream().map(m -> new NodePlan(m.ordinal(), m.wanted(), List.of())).toList();
    }

    private ServiceView view(Map<String, Integer> counts, Optional<CodeVersion> code) {
        Map<String, Integer> all = type.roles().stream().collect(Collectors.toMap(RoleDef::name, RoleDef::initial));
        all.putAll(counts);
        Map<String, SecretRef> secrets = type.secrets().stream().collect(Collectors.toMap(SecretDef::name, s -> new SecretRef(id, s.name(), 1)));
        return new ServiceView(
                id, all, "{}", secrets, code, List.of(), Map.of(), Map.of("A", "b"), new ArrayList<>(members.values()), Instant.now());
    }

    private static RoleConfig filled(RoleConfig role) {
        return new RoleConfig(role.role(), SecretRef.PLACEHOLDER.matcher(role.settings()).replaceAll(SECRET), role.content());
    }
}
