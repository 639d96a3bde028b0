package brume.service.php;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.agent.RoleConfig;
import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.core.service.RoleDef;
import brume.core.service.NodePlan;
import brume.core.service.SecretRef;
import brume.core.service.ServicePlan;
import brume.core.service.VolumeNeed;
import brume.core.service.ServiceSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PhpServiceTest {
    private final PhpService service = new PhpService();

    @Test
    void oneOfEachRole_isTheMinimumAndTheBeginning_andBackendIsMeantByABareCount() {
        assertThat(service.roles()).extracting(RoleDef::name).containsExactly("proxy", "web", "backend");
        assertThat(service.roles()).allSatisfy(role -> {
            assertThat(role.minimum()).isEqualTo(1);
            assertThat(role.initial()).isEqualTo(1);
        });
        assertThat(service.roles()).filteredOn(RoleDef::isDefault).extracting(RoleDef::name).containsExactly("backend");
    }

    @Test
    void machines_areOneWhenPacked_andOneForEachCarrierOfARoleThatIsWantedMoreThanOnce() {
        assertThat(service.machines(Map.of("proxy", 1, "web", 1, "backend", 1))).isEqualTo(1);
        assertThat(service.machines(Map.of("proxy", 1, "web", 1, "backend", 3))).isEqualTo(4);
        assertThat(service.machines(Map.of("proxy", 2, "web", 2, "backend", 2))).isEqualTo(6);
    }

    @Test
    void everyMistakeIsNamedWithItsPlace() {
        String settings = """
                {"memory_limit": "lots", "display_errors": "Maybe", "colour": "red",
                 "sessions": "memcached", "weights": {"0": 5, "2": 257, "3": "many", "4": 0},
                 "environment": {"GOOD": "yes", "1BAD": "x", "a/b": "x", "LIST": [1], "LINE": "one\\ntwo"}}""";
        List<Problem> problems = service.check(new ServiceSpec(Map.of("backend", 0, "web", 1000, "cook", 1), settings));

        assertThat(problems)
                .extracting(problem -> problem.code() + " " + problem.place().map(Place::pointer).orElse("-"))
                .containsExactlyInAnyOrder(
                        "count-too-low /StartupInstances/backend",
                        "count-too-high /StartupInstances/web",
                        "unknown-role /StartupInstances/cook",
                        "bad-setting /Settings/sessions",
                        "bad-setting /Settings/memory_limit",
                        "bad-setting /Settings/weights/0",
                        "bad-setting /Settings/weights/2",
                        "bad-setting /Settings/weights/3",
                        "bad-setting /Settings/display_errors",
                        "unknown-setting /Settings/colour",
                        "bad-variable-name /Settings/environment/1BAD",
                        "bad-variable-name /Settings/environment/a~1b",
                        "bad-variable-value /Settings/environment/LIST",
                        "bad-variable-value /Settings/environment/LINE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "{", "\"text\""})
    void settingsThatAreNoObject_areOneMistake(String settings) {
        assertThat(service.check(new ServiceSpec(Map.of(), settings)))
                .extracting(Problem::code)
                .containsExactly("settings-not-object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "{}", "{\"memory_limit\":\"256M\"}", "{\"memory_limit\":268435456}", "{\"max_execution_time\":0}", "{\"display_errors\":true}",
                "{\"log_errors\":\"On\"}", "{\"disable_functions\":\"\"}", "{\"disable_functions\":\"exec, system\"}", "{\"post_max_size\":\"0\"}"
            })
    void whatPhpAndPeopleWrite_isTaken(String settings) {
        assertThat(service.check(new ServiceSpec(Map.of(), settings))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"memory_limit\":\"1M\"}", "{\"memory_limit\":\"-1\"}", "{\"memory_limit\":\"99999999999G\"}", "{\"memory_limit\":\"\"}",
                "{\"max_execution_time\":3601}", "{\"max_execution_time\":\"30s\"}", "{\"log_errors\":\"On\\nOff\"}", "{\"upload_max_filesize\":\"17G\"}",
                "{\"disable_functions\":\"exec;system\"}", "{\"disable_functions\":null}", "{\"memory_limit\":[\"1G\"]}", "{\"environment\":[]}"
            })
    void valuesOutOfShapeOrRange_areRefused(String settings) {
        assertThat(service.check(new ServiceSpec(Map.of(), settings)))
                .extracting(Problem::code)
                .containsExactly("bad-setting");
    }

    @Test
    void settingsOfTheRoles_areJsonWithPlaceholdersForSecrets() {
        World world = new World();
        world.activate('a');
        world.settings = "{\"post_max_size\":\"64M\",\"disable_functions\":\"\",\"max_execution_time\":300,\"environment\":{\"MODE\":\"test\"}}";
        world.environment.put("MYSQL_HOST", "10.0.0.9");
        ServicePlan plan = world.plan();

        String id = "00000000-0000-0000-0000-000000000000";
        assertThat(plan.nodes().getFirst().roles()).extracting(RoleConfig::settings).containsExactly(
                """
                {"service":"%s","clients":["self"],"ini":{"disable_functions":"","display_errors":"Off","log_errors":"Off",\
                "max_execution_time":"300","memory_limit":"128M","post_max_size":"64M","upload_max_filesize":"2M"},\
                "environment":{"BRUME_APP_SECRET":"{{secret:%s:app_secret:1}}","MODE":"test","MYSQL_HOST":"10.0.0.9"},\
                "requestSeconds":300,"sessions":{"host":"","password":""},"leave":{"stage":"STAYS","since":0}}"""
                        .formatted(id, id),
                """
                {"service":"%s","version":"00000000-0000-0000-0000-00000000000a","backends":["self"],"weights":{},"proxies":["self"],\
                "bodyMax":"64M","requestSeconds":300,"openSeconds":836,"leave":{"stage":"STAYS","since":0}}"""
                        .formatted(id),
                """
                {"service":"%s","webs":["self"],"weights":{},"requestSeconds":300,"openSeconds":836,"leave":{"stage":"STAYS","since":0}}"""
                        .formatted(id));
    }

    @Test
    void backendsShareTheSessionsOfNode1_whichHasThemOnAVolume() {
        World world = new World();
        SecretRef password = new SecretRef(World.SERVICE, PhpHosting.SESSIONS.name(), 1);
        world.secrets.put(PhpHosting.SESSIONS.name(), password);
        world.counts.put("backend", 2);
        world.plan();
        ServicePlan plan = world.plan();

        NodePlan first = plan.nodes().getFirst();
        assertThat(first.roles().getFirst().role()).as("is there before whoever needs it").isEqualTo("php.sessions");
        assertThat(first.roles().getFirst().settings()).contains(password.placeholder());
        assertThat(first.volumes()).extracting(VolumeNeed::path).containsExactly("/var/lib/brume-php-redis");
        List<NodePlan> others = plan.nodes().subList(1, plan.nodes().size());
        assertThat(others).isNotEmpty().allSatisfy(node -> {
            assertThat(node.volumes()).isEmpty();
            assertThat(node.roles()).extracting(RoleConfig::role).containsExactly("php.backend");
            assertThat(node.roles().getFirst().settings()).contains("\"sessions\":{\"host\":\"10.0.0.1\",\"password\":\"" + password.placeholder() + "\"}");
        });
    }

    @Test
    void sessionsStayInFiles_whereTheUserSaysSo() {
        World world = new World();
        world.secrets.put(PhpHosting.SESSIONS.name(), new SecretRef(World.SERVICE, PhpHosting.SESSIONS.name(), 1));
        world.settings = "{\"sessions\": \"files\"}";

        NodePlan only = world.plan().nodes().getFirst();
        assertThat(only.roles()).extracting(RoleConfig::role).containsExactly("php.backend", "php.web", "php.proxy");
        assertThat(only.volumes()).isEmpty();
        assertThat(only.roles().getFirst().settings()).contains("\"sessions\":{\"host\":\"\"");
    }

    @Test
    void theAddressOfTheService_isThatOfItsFirstNode() {
        World world = new World();
        assertThat(world.plan().url()).isEmpty();
        assertThat(world.plan().url()).contains("http://10.0.0.1/");
    }
}
