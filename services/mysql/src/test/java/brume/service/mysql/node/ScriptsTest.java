package brume.service.mysql.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts, run by bash with their places moved into a folder and a program in place of MariaDB that tells its arguments. */
class ScriptsTest {
    private static final String UUID = "11111111-2222-3333-4444-555555555555";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path root;

    private record Ran(int exitCode, String output) {}

    @BeforeEach
    void setUp() throws IOException {
        for (String folder : new String[] {"volume/data", "volume/brume", "etc", "bin"}) {
            Files.createDirectories(root.resolve(folder));
        }
        program("bin/mariadbd", "#!/bin/bash\n[[ \"$*\" != *--wsrep-recover* ]] || { echo 'x WSREP: Recovered position: " + UUID + ":77'; exit 0; }\necho \"mariadbd ${*:2}\"\n");
        program("bin/curl", "#!/bin/bash\n[[ \"$*\" == *10.0.0.12* ]] && echo 'primary wsrep_local_state=4'\n");
        program("etc/start", moved("start.sh"));
        program("etc/position", moved("position.sh"));
        write("etc/peers", "10.0.0.13\n10.0.0.12\n");
    }

    @Test
    void alone_startsAClusterEveryTime_withTheDeclarationThatItIsSafe() throws Exception {
        duty("alone 0");
        saved(UUID, 12, 0);
        assertThat(run("etc/start").output()).contains("mariadbd --wsrep-new-cluster --wsrep-start-position=" + UUID + ":12");
        assertThat(Files.readString(root.resolve("volume/data/grastate.dat"))).contains("safe_to_bootstrap: 1");
        assertThat(run("etc/start").exitCode()).isZero();
    }

    @Test
    void bootstrap_isUsedUpBeforeTheStart() throws Exception {
        duty("bootstrap 3");
        assertThat(run("etc/start").output()).contains("mariadbd --wsrep-new-cluster");
        assertThat(Files.readString(root.resolve("volume/brume/duty"))).isEqualTo("spent 3\n");
        assertThat(run("etc/start")).isEqualTo(new Ran(78, "the duty \"spent 3\" forbids to start: refused\n"));
    }

    @Test
    void member_joinsAndNeverStartsACluster() throws Exception {
        duty("member 0");
        saved(UUID, -1, 1);
        assertThat(run("etc/start").output()).contains("mariadbd --wsrep-start-position=" + UUID + ":77").doesNotContain("new-cluster");
        assertThat(Files.readString(root.resolve("volume/data/grastate.dat"))).contains("safe_to_bootstrap: 1");
    }

    @Test
    void memberThatFindsNoWorkingCluster_doesNotStart() throws Exception {
        duty("member 0");
        write("etc/peers", "10.0.0.13\n");
        assertThat(run("etc/start").exitCode()).isEqualTo(78);
    }

    @Test
    void heldAndLeavingNodes_doNotStart() throws Exception {
        for (String duty : new String[] {"hold 0", "hold 3", "leave 0"}) {
            duty(duty);
            assertThat(run("etc/start").exitCode()).as(duty).isEqualTo(78);
        }
    }

    @Test
    void start_forgetsThePositionFoundBefore() throws Exception {
        duty("alone 0");
        write("volume/brume/position", UUID + ":5\n");
        run("etc/start");
        assertThat(root.resolve("volume/brume/position")).doesNotExist();
    }

    @Test
    void position_isNothingWithoutWholeData() throws Exception {
        assertThat(run("etc/position")).isEqualTo(new Ran(0, ""));
        saved("00000000-0000-0000-0000-000000000000", -1, 0);
        assertThat(run("etc/position")).isEqualTo(new Ran(0, ""));
        saved(UUID, 12, 0);
        write("volume/data/sst_in_progress", "");
        assertThat(run("etc/position")).isEqualTo(new Ran(0, ""));
    }

    private void duty(String duty) throws IOException {
        write("volume/brume/duty", duty + "\n");
    }

    private void saved(String uuid, long seqno, int safe) throws IOException {
        write("volume/data/grastate.dat", "# GALERA saved state\nversion: 2.1\nuuid:    " + uuid + "\nseqno:   " + seqno + "\nsafe_to_bootstrap: " + safe + "\n");
    }

    private String moved(String script) {
        return ServerConfig.script(script)
                .replace("/var/lib/mysql", root + "/volume")
                .replace("/etc/brume/mysql", root + "/etc")
                .replace("/usr/sbin/mariadbd", root + "/bin/mariadbd");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(root.resolve(file), text);
    }

    private void program(String file, String text) throws IOException {
        write(file, text);
        Files.setPosixFilePermissions(root.resolve(file), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Ran run(String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(root.resolve(script).toString()).redirectErrorStream(true);
        builder.environment().put("PATH", root + "/bin:/usr/bin:/bin");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }
}
