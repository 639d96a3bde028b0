package brume.service.php.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.agent.ContentRef;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import brume.core.role.Role;
import brume.core.role.RoleException;
import brume.service.php.BackendSettings;
import brume.service.php.Sessions;
import brume.service.web.Facts;
import brume.service.web.Json;
import brume.service.web.Leave;
import brume.service.web.WebSettings;
import brume.service.web.node.WebRole;
import brume.testkit.node.FolderSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RolesTest {
    private static final String SERVICE = "0190c0de-0000-7000-8000-000000000001";
    private static final String A = "0190c0de-0000-7000-8000-00000000000a";
    private static final String B = "0190c0de-0000-7000-8000-00000000000b";
    private static final String NGINX = "brume-php-nginx.service";

    @TempDir
    private Path folder = Path.of("");

    private FolderSystem system = machine(Path.of(""));
    private final Role web = new WebRole(FpmText.PATHS, new PhpSite());
    private final Role backend = new BackendRole();

    @BeforeEach
    void machine() {
        system = machine(folder);
    }

    private static FolderSystem machine(Path folder) {
        Map<String, String> programs = Map.of("nginx", "nginx", "haproxy", "haproxy", "fpm", "php-fpm8.4");
        return new FolderSystem(folder, FpmText.PATHS.run(), programs, "/usr/sbin/php-fpm8.2\n/usr/sbin/php-fpm8.4\n");
    }

    @Test
    void aFreshWeb_isStartedOnce_andReportsWhatItServes() throws RoleException {
        assertThat(web.look(system).state()).isEqualTo(RoleState.STOPPED);
        web.bring(web(A, "10.0.0.2"), system);
        web.bring(web(A, "10.0.0.2"), system);

        assertThat(system.did.stream().filter(d -> d.contains(NGINX))).containsExactly("start " + NGINX);
        assertThat(web.look(system).state()).isEqualTo(RoleState.RUNNING);
        assertThat(web.look(system).facts())
                .containsEntry(Facts.LIVE, Facts.YES)
                .containsEntry(Facts.VERSION, A)
                .containsEntry(Facts.VERSIONS, A)
                .containsEntry(Facts.BACKENDS, "10.0.0.2");
    }

    @Test
    void olderWorkers_keepTheirBackendsInTheReport_untilTheyEnd() throws RoleException {
        web.bring(web(A, "10.0.0.2"), system);
        web.bring(web(A, "10.0.0.3"), system);
        assertThat(fact(web, Facts.BACKENDS)).isEqualTo("10.0.0.2,10.0.0.3");

        web.bring(web(A, "10.0.0.4"), system);
        assertThat(fact(web, Facts.BACKENDS)).isEqualTo("10.0.0.2,10.0.0.3,10.0.0.4");

        system.endOlder(NGINX);
        assertThat(fact(web, Facts.BACKENDS)).isEqualTo("10.0.0.4");
    }

    @Test
    void aConfigurationThatIsRefused_leavesTheOldOneServing() throws RoleException {
        web.bring(web(A, "10.0.0.2"), system);
        system.refusesConfigurations = true;

        assertThatThrownBy(() -> web.bring(web(B, "10.0.0.2"), system))
                .isInstanceOf(RoleException.class)
                .hasMessageContaining("line 7 is wrong");
        assertThat(system.did).noneMatch(d -> d.startsWith("reload"));
        assertThat(system.read(FpmText.PATHS.config().resolve("nginx.conf"))).hasValueSatisfying(text -> assertThat(text).contains(A));
        assertThat(fact(web, Facts.VERSION)).isEqualTo(A);
    }

    @Test
    void aReloadThatWasInterrupted_isDoneAgain_andMeanwhileNoVersionIsClaimed() throws RoleException {
        web.bring(web(A, "10.0.0.2"), system);
        system.reloadFails = true;
        assertThatThrownBy(() -> web.bring(web(B, "10.0.0.3"), system)).isInstanceOf(RoleException.class);
        assertThat(fact(web, Facts.VERSION)).isEmpty();
        assertThat(fact(web, Facts.BACKENDS)).isEqualTo("10.0.0.2,10.0.0.3");

        system.reloadFails = false;
        web.bring(web(B, "10.0.0.3"), system);
        assertThat(fact(web, Facts.VERSION)).isEqualTo(B);
    }

    @Test
    void aWebThatFellOver_isFoundStopped_andStartedAgain() throws RoleException {
        web.bring(web(A, "10.0.0.2"), system);
        system.end(NGINX);
        assertThat(web.look(system).state()).isEqualTo(RoleState.STOPPED);
        web.bring(web(A, "10.0.0.2"), system);
        assertThat(web.look(system).state()).isEqualTo(RoleState.RUNNING);
    }

    @Test
    void archives_areUnpackedByTheUserThatPhpRunsAs_andOnlyOnce() throws RoleException {
        backend.bring(backend(Map.of(), List.of("10.0.0.1"), Leave.STAYS, A), system);
        web.bring(web(A, "self"), system);

        assertThat(system.did.stream().filter(d -> d.startsWith("setpriv")))
                .containsExactly("setpriv --reuid=www-data --regid=www-data --init-groups --no-new-privs tar --extract --gzip --no-same-owner"
                        + " --directory=/srv/brume/php/.new-backend-" + A + "/www < /content/aaaa");
    }

    @Test
    void aVersionThatIsNotNeeded_staysForAWhile_andThenGoes() throws RoleException {
        Path whole = Path.of("/srv/brume/php/" + A + "/complete");
        web.bring(web(A, "10.0.0.2"), system);
        system.now = system.now.plus(Duration.ofDays(1));
        web.bring(web(B, "10.0.0.2"), system);
        assertThat(system.read(whole)).isPresent();
        assertThat(fact(web, Facts.VERSIONS)).isEqualTo(A + "," + B);

        system.now = system.now.plus(Duration.ofMinutes(16));
        web.bring(web(B, "10.0.0.3"), system);
        assertThat(system.read(whole)).isEmpty();
        assertThat(fact(web, Facts.VERSIONS)).isEqualTo(B);
    }

    @Test
    void aNewEnvironment_getsAnInstanceOfItsOwn_andTheOlderOneFinishes() throws RoleException {
        backend.bring(backend(Map.of("MODE", "one"), List.of("10.0.0.1"), Leave.STAYS, A), system);
        backend.bring(backend(Map.of("MODE", "two"), List.of("10.0.0.1"), Leave.STAYS, A), system);
        backend.bring(backend(Map.of("MODE", "two"), List.of("10.0.0.1"), Leave.STAYS, A), system);

        assertThat(system.did.stream().filter(d -> d.contains("fpm@")))
                .containsExactly(
                        "start brume-php-fpm@1.service", "start brume-php-fpm@2.service", "--no-block stop brume-php-fpm@1.service");
        assertThat(system.read(FpmText.PATHS.config().resolve("fpm-2.env"))).contains("E_MODE=\"two\"\n");

        system.end("brume-php-fpm@1.service");
        backend.bring(backend(Map.of("MODE", "two"), List.of("10.0.0.1", "10.0.0.2"), Leave.STAYS, A), system);
        assertThat(system.read(FpmText.PATHS.config().resolve("fpm-1.env"))).isEmpty();
    }

    @Test
    void aNewClient_isReportedOnlyWhenNoOlderInstanceCouldRefuseIt() throws RoleException {
        backend.bring(backend(Map.of(), List.of("10.0.0.1"), Leave.STAYS, A), system);
        backend.bring(backend(Map.of(), List.of("10.0.0.1", "10.0.0.2"), Leave.STAYS, A), system);
        assertThat(fact(backend, Facts.CLIENTS)).isEqualTo("10.0.0.1");

        system.now = system.now.plusSeconds(2);
        assertThat(fact(backend, Facts.CLIENTS)).isEqualTo("10.0.0.1,10.0.0.2");
    }

    @Test
    void anInstanceThatWillNotStart_leavesTheOlderOneServing() throws RoleException {
        backend.bring(backend(Map.of("MODE", "one"), List.of("10.0.0.1"), Leave.STAYS, A), system);
        system.refusesConfigurations = true;
        assertThatThrownBy(() -> backend.bring(backend(Map.of("MODE", "two"), List.of("10.0.0.1"), Leave.STAYS, A), system))
                .isInstanceOf(RoleException.class)
                .hasMessageContaining("line 7 is wrong");
        assertThat(backend.look(system).state()).isEqualTo(RoleState.RUNNING);
        assertThat(fact(backend, Facts.CLIENTS)).isEqualTo("10.0.0.1");
        assertThat(system.did).noneMatch(d -> d.equals("--no-block stop brume-php-fpm@1.service"));
    }

    @Test
    void openConnections_areCountedWhileTheRoleLeaves() throws RoleException {
        system.put(Path.of("/proc/net/tcp"), """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0900000A:2328 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1
                   1: 0900000A:2328 0100000A:E1CE 01 00000000:00000000 03:000015AE 00000000     0        0 0 3
                   2: 0900000A:2328 0100000A:E15E 08 00000000:00000000 03:000015AA 00000000     0        0 0 3
                   3: 0900000A:2328 0100000A:E5AC 06 00000000:00000000 03:000015DA 00000000     0        0 0 3
                   4: 0900000A:E5AC 0100000A:2328 01 00000000:00000000 03:000015DA 00000000     0        0 0 3
                """);
        backend.bring(backend(Map.of(), List.of("10.0.0.1"), Leave.STAYS, A), system);
        assertThat(backend.look(system).facts()).doesNotContainKey(Facts.ACTIVE);
        backend.bring(backend(Map.of(), List.of("10.0.0.1"), new Leave(Leave.Stage.QUIET, 1), A), system);
        assertThat(fact(backend, Facts.ACTIVE)).isEqualTo("2");
    }

    @Test
    void stopping_endsEveryInstanceAndThePort_andWorksTwice() throws RoleException {
        backend.bring(backend(Map.of(), List.of("10.0.0.1"), Leave.STAYS, A), system);
        backend.stop(system);
        backend.stop(system);
        assertThat(system.did).contains("stop brume-php-fpm@1.service", "stop brume-php-fpm.socket");
        assertThat(backend.look(system).state()).isEqualTo(RoleState.STOPPED);
        assertThat(system.read(FpmText.PATHS.config().resolve("fpm-1.env"))).isEmpty();
    }

    private String fact(Role role, String name) {
        return role.look(system).facts().getOrDefault(name, "none");
    }

    private static RoleConfig web(String version, String... backends) {
        WebSettings settings = new WebSettings(SERVICE, version, List.of(backends), Map.of(), List.of("self"), "8M", 120, 187, Leave.STAYS);
        return new RoleConfig("php.web", Json.write(settings), content(version));
    }

    private static RoleConfig backend(Map<String, String> environment, List<String> clients, Leave leave, String version) {
        BackendSettings settings = new BackendSettings(SERVICE, clients, Map.of("memory_limit", "128M"), environment, 120, Sessions.IN_FILES, leave);
        return new RoleConfig("php.backend", Json.write(settings), content(version));
    }

    private static List<ContentRef> content(String version) {
        String digest = version.substring(version.length() - 1).repeat(64);
        return List.of(new ContentRef("code-" + version, digest, 10));
    }
}
