package brume.service.web.node;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.role.RoleException;
import brume.service.web.Trouble;
import brume.testkit.node.FolderSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HealthTest {
    private static final List<String> OTHERS = List.of("10.0.0.5", "10.0.0.6");

    @TempDir
    private Path folder = Path.of("");

    private FolderSystem system = new FolderSystem(Path.of(""), Path.of("/run"), Map.of(), "");

    @BeforeEach
    void machine() {
        system = new FolderSystem(folder, Path.of("/run"), Map.of(), "");
    }

    private static String stat(String status, int seconds, String check, String code, String last) {
        return "# pxname,svname,status,lastchg,check_status,check_code,last_chk,\n"
                + "webs,web-10-0-0-5," + status + "," + seconds + "," + check + "," + code + "," + last + ",\n"
                + "webs,web-10-0-0-6,UP,100,L7OK,200,,\n\n";
    }

    @Test
    void aWebThatIsDown_isToldWithItsReason_andSinceWhen() throws RoleException {
        WebHealth health = new WebHealth(Path.of("/run/haproxy.sock"));
        system.says.put("socat", stat("DOWN", 60, "* L7STS", "503", "\"HTTP status, \"\"503\"\"\""));
        Instant since = system.now.minusSeconds(60);
        assertThat(health.troubles(system, OTHERS)).containsExactly(Map.entry("10.0.0.5", new Trouble(since, "answers 503 (HTTP status, 503)")));

        system.now = system.now.plusSeconds(11);
        system.says.put("socat", stat("DOWN 1/2", 70, "L4CON", "", "Connection refused"));
        assertThat(health.troubles(system, OTHERS)).as("a second more or less is no news")
                .containsExactly(Map.entry("10.0.0.5", new Trouble(since, "cannot be connected to (Connection refused)")));

        system.says.put("socat", stat("UP", 1, "L7OK", "200", ""));
        assertThat(health.troubles(system, OTHERS)).isEmpty();
    }

    @Test
    void aWebThatMissedAMoment_orIsOnThisVeryNode_isNotToldOf() throws RoleException {
        WebHealth health = new WebHealth(Path.of("/run/haproxy.sock"));
        system.says.put("socat", stat("DOWN", 2, "L7TOUT", "", ""));
        assertThat(health.troubles(system, OTHERS)).isEmpty();
        system.says.put("socat", "");
        assertThat(health.troubles(system, OTHERS)).as("HAProxy does not answer").isEmpty();
        system.says.put("socat", stat("DOWN", 60, "L7TOUT", "", ""));
        assertThat(health.troubles(system, List.of(system.address()))).isEmpty();
    }

    @Test
    void aBackendThatNginxCannotReach_isTold_untilNothingWasSaidOfItForAWhile() throws RoleException {
        BackendHealth health = new BackendHealth("brume-php-nginx.service");
        system.says.put("journalctl", """
                2026/01/01 00:00:00 [error] 7#7: *34 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.1, server: _, request: "GET / HTTP/1.1", upstream: "fastcgi://10.0.0.5:9000", host: "x"
                2026/01/01 00:00:00 [error] 7#7: *35 upstream timed out (110: Connection timed out) while reading response header from upstream, client: 10.0.0.1, upstream: "fastcgi://10.0.0.6:9000", host: "x"
                """);
        Instant since = system.now;
        Trouble refused = new Trouble(since, "connect() failed (111: Connection refused)");
        assertThat(health.troubles(system, OTHERS)).as("a slow page is not the backend's").containsExactly(Map.entry("10.0.0.5", refused));

        system.says.put("journalctl", "");
        system.now = system.now.plus(Duration.ofSeconds(10));
        assertThat(health.troubles(system, OTHERS)).containsExactly(Map.entry("10.0.0.5", refused));
        system.now = system.now.plus(Duration.ofSeconds(20));
        assertThat(health.troubles(system, OTHERS)).isEmpty();
    }
}
