package brume.service.java;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.agent.ContentRef;
import brume.core.agent.NodeLoad;
import brume.core.agent.NodeReport;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleReport;
import brume.core.agent.RoleState;
import brume.core.id.CodeId;
import brume.core.id.InstanceId;
import brume.core.id.ServiceId;
import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.core.service.CodeVersion;
import brume.core.service.Member;
import brume.core.service.SecretRef;
import brume.core.service.ServicePlan;
import brume.core.service.ServiceSpec;
import brume.core.service.ServiceView;
import brume.service.web.Facts;
import brume.service.web.Json;
import brume.service.web.WebPlanner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JavaServiceTest {
    private static final ServiceId SERVICE = new ServiceId(new UUID(0, 0));
    private static final CodeVersion A = code('a');
    private static final CodeVersion B = code('b');

    private final JavaService service = new JavaService();

    @Test
    void everyMistakeIsNamedWithItsPlace() {
        String settings = """
                {"heap_max": "lots", "body_max": "99999G", "request_seconds": 0, "static_files": "nobody", "colour": "red",
                 "environment": {"1BAD": "x"}}""";
        List<Problem> problems = service.check(new ServiceSpec(Map.of("backend", 0, "cook", 1), settings));

        assertThat(problems)
                .extracting(problem -> problem.code() + " " + problem.place().map(Place::pointer).orElse("-"))
                .containsExactlyInAnyOrder(
                        "count-too-low /StartupInstances/backend",
                        "unknown-role /StartupInstances/cook",
                        "bad-setting /Settings/heap_max",
                        "bad-setting /Settings/body_max",
                        "bad-setting /Settings/request_seconds",
                        "bad-setting /Settings/static_files",
                        "unknown-setting /Settings/colour",
                        "bad-variable-name /Settings/environment/1BAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"heap_max\":\"1G\",\"body_max\":\"0M\"}", "{\"request_seconds\":300,\"static_files\":\"backend\"}"})
    void whatPeopleWrite_isTaken(String settings) {
        assertThat(service.check(new ServiceSpec(Map.of(), settings))).isEmpty();
    }

    @Test
    void settingsOfTheRoles_holdPlaceholdersForSecrets() {
        ServicePlan plan = service.plan(view(Map.of("backend", 1), A, List.of()));

        TomcatSettings tomcat = tomcat(plan, 1);
        assertThat(tomcat.sessionKey()).isEqualTo("{{secret:" + SERVICE + ":session_key:1}}");
        assertThat(tomcat.environment()).containsEntry("BRUME_APP_SECRET", "{{secret:" + SERVICE + ":app_secret:1}}").containsEntry("MYSQL_HOST", "10.0.0.9");
        assertThat(tomcat.versions()).containsExactly(A.id().toString());
        assertThat(tomcat.peers()).containsExactly("self");
        assertThat(plan.nodes().getFirst().roles()).extracting(RoleConfig::role).containsExactly("java.backend", "java.web", "java.proxy");
    }

    @Test
    void backends_knowEachOther_soThatSessionsReachAllOfThem() {
        List<Member> members = List.of(member(1, List.of(), Optional.empty()), member(2, List.of(), Optional.empty()), member(3, List.of(), Optional.empty()));
        ServicePlan first = service.plan(view(Map.of("backend", 2), A, members));
        List<Member> planned = first.nodes().stream().map(node -> member(node.ordinal(), node.roles(), Optional.empty())).toList();
        ServicePlan plan = service.plan(view(Map.of("backend", 2), A, planned));

        List<Integer> backends = plan.nodes().stream().filter(node -> role(node.roles(), "java.backend").isPresent()).map(node -> node.ordinal()).toList();
        assertThat(backends).hasSize(2);
        for (int ordinal : backends) {
            assertThat(tomcat(plan, ordinal).peers())
                    .containsExactlyElementsOf(backends.stream().map(each -> each == ordinal ? "self" : "10.0.0." + each).toList());
        }
    }

    @Test
    void anActivation_runsBothVersions_untilNoWebAsksForTheOlder() {
        ServicePlan serving = service.plan(view(Map.of(), A, List.of()));
        List<RoleConfig> roles = serving.nodes().getFirst().roles();

        ServicePlan activated = service.plan(view(Map.of(), B, List.of(served(roles, A, List.of(A), List.of(A)))));
        assertThat(tomcat(activated, 1).versions()).containsExactly(id(A), id(B));
        assertThat(web(activated).version()).as("the web waits for the new Tomcat").isEqualTo(id(A));

        roles = activated.nodes().getFirst().roles();
        ServicePlan both = service.plan(view(Map.of(), B, List.of(served(roles, A, List.of(A), List.of(A, B)))));
        assertThat(web(both).version()).isEqualTo(id(B));
        assertThat(tomcat(both, 1).versions()).containsExactly(id(A), id(B));

        roles = both.nodes().getFirst().roles();
        ServicePlan finishing = service.plan(view(Map.of(), B, List.of(served(roles, B, List.of(A, B), List.of(A, B)))));
        assertThat(tomcat(finishing, 1).versions()).as("an older worker of the web has requests").containsExactly(id(A), id(B));

        ServicePlan done = service.plan(view(Map.of(), B, List.of(served(roles, B, List.of(B), List.of(A, B)))));
        assertThat(tomcat(done, 1).versions()).containsExactly(id(B));
    }

    @Test
    void settings_doNotShowSecretsByAccident() {
        TomcatSettings settings = new TomcatSettings("s", List.of(), List.of(), List.of(), "1M", Map.of("P", "geheim"), "geheimer", 1, brume.service.web.Leave.STAYS);
        assertThat(settings.toString()).doesNotContain("geheim");
    }

    private static String id(CodeVersion version) {
        return version.id().toString();
    }

    private static CodeVersion code(char letter) {
        CodeId id = new CodeId(new UUID(0, letter - 'a' + 10L));
        return new CodeVersion(id, new ContentRef(WebPlanner.CODE + id, Character.toString(letter).repeat(64), 100));
    }

    private static ServiceView view(Map<String, Integer> counts, CodeVersion active, List<Member> members) {
        Map<String, SecretRef> secrets =
                Map.of("app_secret", new SecretRef(SERVICE, "app_secret", 1), "session_key", new SecretRef(SERVICE, "session_key", 1));
        return new ServiceView(
                SERVICE, counts, "{}", secrets, Optional.of(active), active.equals(B) ? List.of(A) : List.of(), Map.of(),
                Map.of("MYSQL_HOST", "10.0.0.9"), members, Instant.EPOCH);
    }

    private static Member member(int ordinal, List<RoleConfig> roles, Optional<NodeReport> report) {
        return new Member(new InstanceId(new UUID(0, ordinal)), ordinal, Optional.of("10.0.0." + ordinal), roles, 1, report);
    }

    /** Node 1 with all roles, as it reports. */
    private static Member served(List<RoleConfig> roles, CodeVersion serves, List<CodeVersion> workers, List<CodeVersion> tomcats) {
        List<RoleReport> reports = new ArrayList<>();
        reports.add(report("java.backend", Map.of(Facts.VERSIONS, ids(tomcats), Facts.CLIENTS, "10.0.0.1")));
        reports.add(report(
                "java.web",
                Map.of(Facts.VERSION, id(serves), Facts.SERVED, ids(workers), Facts.VERSIONS, id(A) + "," + id(B), Facts.BACKENDS, "10.0.0.1")));
        reports.add(report("java.proxy", Map.of(Facts.WEBS, "10.0.0.1")));
        return member(1, roles, Optional.of(new NodeReport(1, 1, "test", "boot", reports, NodeLoad.UNKNOWN)));
    }

    private static String ids(List<CodeVersion> versions) {
        return Facts.join(versions.stream().map(JavaServiceTest::id).toList());
    }

    private static RoleReport report(String role, Map<String, String> facts) {
        Map<String, String> all = new java.util.TreeMap<>(facts);
        all.put(Facts.LIVE, Facts.YES);
        return new RoleReport(role, RoleState.RUNNING, 1, "", all);
    }

    private static Optional<RoleConfig> role(List<RoleConfig> roles, String name) {
        return roles.stream().filter(role -> role.role().equals(name)).findFirst();
    }

    private static TomcatSettings tomcat(ServicePlan plan, int ordinal) {
        return plan.nodes().stream()
                .filter(node -> node.ordinal() == ordinal)
                .flatMap(node -> role(node.roles(), "java.backend").stream())
                .map(role -> Json.read(role.settings(), TomcatSettings.class))
                .findFirst()
                .orElseThrow();
    }

    private static JavaWebSettings web(ServicePlan plan) {
        return Json.read(role(plan.nodes().getFirst().roles(), "java.web").orElseThrow().settings(), JavaWebSettings.class);
    }
}
