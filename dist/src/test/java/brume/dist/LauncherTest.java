package brume.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's bash, as far as it can be tried without changing the machine. */
final class LauncherTest {
    private static final Path ROOT = repository();
    private static final String ALL = "say settings apt packages jdk daemon preflight java director up down destroy lxd test";

    @TempDir
    Path home;

    @Test
    void everyScript_isBash() throws Exception {
        List<Path> scripts = new ArrayList<>(List.of(ROOT.resolve("brume"), ROOT.resolve(".ci/run"), ROOT.resolve("examples/wordpress/make-archive.sh")));
        try (Stream<Path> files = Files.walk(ROOT.resolve("dist"))) {
            files.filter(file -> file.toString().endsWith(".sh") && !file.toString().contains("/target/")).forEach(scripts::add);
        }
        for (Path script : scripts) {
            assertThat(bash("bash -n " + script)).as(script.toString()).isEqualTo(new Ran(0, "", ""));
        }
    }

    @Test
    void linkToTheLauncher_worksFromAnywhere() throws Exception {
        Files.createSymbolicLink(home.resolve("brume"), ROOT.resolve("brume"));

        Ran ran = bash("cd / && " + home.resolve("brume") + " --help");

        assertThat(ran.status()).isZero();
        assertThat(ran.out()).contains("  demo ", "  up ", "  down ", "  destroy ", "  test ", "  image build ", "  host check ");
    }

    @Test
    void deploymentsName_isLimited_becauseInterfacesNamesAre() throws Exception {
        Ran ran = bash("BRUME_NAME=far-too-long " + ROOT.resolve("brume") + " up");

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("BRUME_NAME is \"far-too-long\"", "1 to 9 characters");
    }

    @Test
    void homeOfAnotherDeployment_isNotTouched() throws Exception {
        Files.writeString(home.resolve("director.properties"), "deployment=other\n");

        Ran ran = bash("BRUME_NAME=t1 BRUME_HOME=" + home + " " + ROOT.resolve("brume") + " down");

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("belongs to deployment \"other\", not to \"t1\"");
    }

    @Test
    void deployments_haveNamesOfTheirOwn() throws Exception {
        assertThat(launcher("echo $PROJECT $NETWORK $BRUME_HOME", Map.of("BRUME_NAME", "t1")).out())
                .isEqualTo("brume-t1 brumet10 /var/lib/brume-t1\n");
        assertThat(launcher("echo $PROJECT $NETWORK", Map.of("BRUME_NAME", "brume")).out()).isEqualTo("brume brume0\n");
    }

    /** Whatever LXD the launcher finds is the user's: that of the tests is where it does not look. */
    @Test
    void lxdOfTheTests_hasNamesOfItsOwn() throws Exception {
        assertThat(launcher("lxd_names; echo $DAEMON_SOCKET $PROJECT $NETWORK $POOL", Map.of()).out())
                .isEqualTo("/var/lib/brume-host/lxd-t1/unix.socket brume-t1-lxd brumet11 brumelxd\n");
        assertThat(launcher("echo ${SOCKETS[@]}", Map.of()).out()).doesNotContain("brume-host");
    }

    @Test
    void takenPort_isSeen_withoutAnyTool() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(launcher("port_taken " + taken.getLocalPort(), Map.of()).status()).isZero();
            assertThat(launcher("API_PORT=" + taken.getLocalPort() + "; check_ports; echo \"${TROUBLES[@]}\"", Map.of()).out())
                    .contains("Port " + taken.getLocalPort() + " is taken");
        }
    }

    @Test
    void everyTrouble_isSaidAtOnce_withWhatToDo() throws Exception {
        Ran ran = launcher(
                "check_user() { trouble A a; }; check_disk() { trouble B b; }; check_kernel() { :; }; check_daemon() { :; }; check_ports() { trouble C c; }; preflight",
                Map.of());

        assertThat(ran.status()).isEqualTo(3);
        assertThat(ran.err()).contains("nothing was changed", "  - A\n       a", "  - B\n       b");
    }

    @Test
    void whoIsNotRoot_isToldSo_andNothingIsChanged() throws Exception {
        String visitor = "id() { case $1 in -un) echo visitor ;; *) echo 1000 ;; esac; }; ";

        refused(
                visitor + others("disk"),
                "Brume has to run as root here (it runs as \"visitor\"): it makes containers, networks and storage.",
                "Run the same command with sudo, or as root.");
        assertThat(launcher(visitor + "lock() { echo went on; }; main_down", Map.of()))
                .isEqualTo(new Ran(1, "", "brume: This has to run as root.\n       Run the same command with sudo.\n"));
    }

    @Test
    void anotherDistribution_isNamed_andNothingIsChanged() throws Exception {
        Path release = home.resolve("os-release");
        String advice = "Run it on Debian 12 or 13, for example in a virtual machine.";
        String standIns = "OS_RELEASE=" + release + "; " + others("user", "disk", "kernel", "daemon");

        Files.writeString(release, "ID=fedora\nVERSION_ID=42\nPRETTY_NAME=\"Fedora Linux 42\"\n");
        refused(standIns, "Brume's launcher knows Debian 12 and 13; this machine runs Fedora Linux 42.", advice);

        // the coming Debian has no number yet
        Files.writeString(release, "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux forky/sid\"\n");
        refused(standIns, "Brume's launcher knows Debian 12 and 13; this machine runs Debian GNU/Linux forky/sid.", advice);

        Files.delete(release);
        refused(standIns, "Brume's launcher knows Debian 12 and 13; this machine runs an unknown system.", advice);
    }

    @Test
    void fullDisk_isNamed_withWhatIsNeededThere_andNothingIsChanged() throws Exception {
        Ran ran = notReady("df() { printf '%s\\n' 'Avail Mounted on' '  12M /srv/My Music'; }; " + others("user", "system", "apt", "kernel", "daemon"));

        // what is needed depends on what an earlier run left here
        assertThat(ran.err()).matches("""
                brume: this machine is not ready; nothing was changed.
                  - The file system /srv/My Music has 12 MB free; [0-9]+ MB are needed there \\(for .+\\)\\.
                       Make room, or choose other places with BRUME_CACHE and BRUME_HOME\\.
                """);
    }

    @Test
    void daemonThatDoesNotAnswer_isLeftAlone_andNothingIsChanged() throws Exception {
        Path socket = home.resolve("unix.socket");
        // a socket outlives the server that listened on it
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
        }

        refused(
                "BRUME_DAEMON_SOCKET=" + socket + "; daemon_process() { echo 4711; }; id() { echo 0; }; " + others("user", "system", "apt", "disk", "kernel"),
                "A container daemon is on this machine but does not answer (process 4711, socket " + socket + "); it is not touched.",
                "Mend or remove it (journalctl -u incus, or its log in /var/log/incus), then run the same command again.");
    }

    @Test
    void settings_areWrittenOnce_andKept() throws Exception {
        String write = "SUBNET=10.83.9.0/24 API_PORT=7449 AGENT_PORT=7450 DAEMON_SOCKET=/run/x HOST_STATE=" + home.resolve("host") + "; write_properties";

        assertThat(launcher(write, Map.of()).status()).isZero();
        launcher(write.replace("7449", "7555"), Map.of());

        assertThat(Files.readString(home.resolve("state/director.properties")))
                .contains("deployment=t1\n", "api.port=7449\n", "agent.address=10.83.9.1\n", "incus.project=brume-t1\n");
        assertThat(bash("stat -c %a " + home.resolve("state") + " " + home.resolve("state/director.properties")).out()).isEqualTo("700\n600\n");
    }

    @Test
    void firstPassword_isInNoLog() throws Exception {
        Path jdk = home.resolve("jdk/bin");
        Files.createDirectories(jdk);
        Files.writeString(
                jdk.resolve("java"),
                """
                #!/bin/bash
                # DirectorMain, as the launcher knows it
                echo 'some words' >&2
                echo 'first administrator: admin S3cret'
                echo 'ready https://127.0.0.1:1'
                exec -a DirectorMain sleep 600
                """);
        bash("chmod 755 " + jdk.resolve("java"));

        Ran ran = launcher(
                "JDK=" + home.resolve("jdk") + "; mkdir -p $BRUME_HOME/log; exec 3>&2; director_start; first_password; forget_first_password; director_pid; director_stop; director_pid",
                Map.of());

        assertThat(ran.out()).matches("admin S3cret\n[0-9]+\n");
        assertThat(bash("grep -rl S3cret " + home.resolve("state")).out()).isEmpty();
    }

    @Test
    void directorThatEnds_isReported_withItsLastWords() throws Exception {
        Path jdk = home.resolve("jdk/bin");
        Files.createDirectories(jdk);
        Files.writeString(jdk.resolve("java"), "#!/bin/bash\necho 'the database is locked' >&2\nexit 1\n");
        bash("chmod 755 " + jdk.resolve("java"));

        Ran ran = launcher("JDK=" + home.resolve("jdk") + "; mkdir -p $BRUME_HOME/log; exec 3>&2; director_start", Map.of());

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out()).contains("The director did not get ready", "the database is locked");
    }

    @Test
    void closingLine_countsReports_andSkippedIsFailure() throws Exception {
        report("a", "tests=\"10\" errors=\"0\" skipped=\"0\" failures=\"0\"");
        report("b", "tests=\"5\" errors=\"1\" skipped=\"1\" failures=\"1\"");
        String closing = "RESULTS=" + home.resolve("reports") + " TEST_FAILED=no; closing_line";

        assertThat(launcher(closing, Map.of())).isEqualTo(new Ran(1, "12 passed, 2 failed, 1 skipped\n", "         1 tests were skipped that should have run\n"));

        Files.delete(home.resolve("reports/TEST-b.xml"));
        assertThat(launcher(closing, Map.of())).isEqualTo(new Ran(0, "10 passed, 0 failed, 0 skipped\n", ""));

        Files.delete(home.resolve("reports/TEST-a.xml"));
        assertThat(launcher(closing, Map.of())).isEqualTo(new Ran(1, "0 passed, 0 failed, 0 skipped\n", ""));
    }

    @Test
    void whatWasThereBefore_isNotOurs() throws Exception {
        Ran ran = launcher(
                "cd " + home + "; printf 'a\\nb\\n' >before; printf 'a\\nb\\nc\\n' >now; echo old >record; merge_new record now before; cat record", Map.of());

        assertThat(ran.out()).isEqualTo("c\nold\n");
    }

    @Test
    void imageSwitches_chooseServices_andRefuseUnknownOnes() throws Exception {
        assertThat(launcher("image_choose --without php --with redis; echo ${IMAGE_SERVICES[@]}", Map.of()).out()).isEqualTo("mysql redis\n");
        assertThat(launcher("image_choose --no-mysql; echo ${IMAGE_SERVICES[@]}", Map.of()).out()).isEqualTo("php\n");
        assertThat(launcher("image_choose --with hadoop", Map.of()).err()).contains("no service \"hadoop\"", "php mysql java redis files");
    }

    @Test
    void phase_thatFails_showsTheEndOfItsLog() throws Exception {
        Ran ran = launcher("broken() { echo so far; false; echo never; }; phase \"a step\" broken; echo never", Map.of());

        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("a step: FAILED", "| so far", "a step did not work").doesNotContain("never");
    }

    @Test
    void mountOfAKilledLxcfs_isReplaced() throws Exception {
        Path mount = Files.createDirectory(home.resolve("mount"));
        // a file system in user space whose process is gone: stat fails on it, and so does mkdir -p
        String killed = "exec 5<>/dev/fuse; mount -t fuse -o fd=5,rootmode=40000,user_id=0,group_id=0 dead $LXCFS; exec 5>&-; "
                + "! stat $LXCFS 2>/dev/null; ";
        String standIn = "lxcfs() { mount -t tmpfs alive \"$1\"; }; setsid() { \"$@\"; }; HOST_STATE=" + home + "; ";

        Ran ran = launcher(
                "LXCFS=" + mount + "; trap 'umount -l $LXCFS' EXIT; " + standIn + killed + "lxcfs_start; findmnt -no SOURCE $LXCFS", Map.of());

        assertThat(ran).isEqualTo(new Ran(0, "alive\n", ""));
    }

    private record Ran(int status, String out, String err) {}

    /** Shell that lets these checks of the machine pass, whatever the machine is: those that a test is not about. */
    private static String others(String... checks) {
        StringBuilder shell = new StringBuilder();
        for (String check : checks) {
            shell.append(check.equals("daemon") ? "daemon_find() { :; }; " : "").append("check_").append(check).append("() { :; }; ");
        }
        return shell.toString();
    }

    /** {@code brume up} with these stand-ins ends with this one trouble. */
    private void refused(String standIns, String sentence, String advice) throws Exception {
        assertThat(notReady(standIns).err())
                .isEqualTo("brume: this machine is not ready; nothing was changed.\n  - " + sentence + "\n       " + advice + "\n");
    }

    /** {@code brume up} with these stand-ins: it does not get as far as the lock, which comes before the first change, and leaves no file. */
    private Ran notReady(String standIns) throws Exception {
        List<Path> before = files();

        Ran ran = launcher("HOST_STATE=" + home.resolve("host") + "; " + standIns + "lock() { echo went on; exit 9; }; main_up", Map.of());

        assertThat(ran.out()).isEmpty();
        assertThat(ran.status()).isEqualTo(3);
        assertThat(files()).isEqualTo(before);
        return ran;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(file -> !file.endsWith("script.sh")).sorted().toList();
        }
    }

    /** Runs bash with the launcher's functions loaded, as deployment {@code t1} with its home in the test's directory. */
    private Ran launcher(String script, Map<String, String> environment) throws Exception {
        Path file = home.resolve("script.sh");
        Files.writeString(
                file,
                "set -euo pipefail\n"
                        + (environment.containsKey("BRUME_NAME") ? "" : "BRUME_NAME=t1 BRUME_HOME=" + home.resolve("state") + "\n")
                        + "BRUME_ROOT=" + ROOT + "\nfor part in " + ALL + "; do . $BRUME_ROOT/dist/launcher/$part.sh; done\n"
                        + ". $BRUME_ROOT/dist/image/build.sh\n. $BRUME_ROOT/dist/image/agent.sh\n" + script + "\n");
        return run(List.of("bash", file.toString()), environment);
    }

    private static Ran bash(String script) throws Exception {
        return run(List.of("bash", "-c", script), Map.of());
    }

    private static Ran run(List<String> command, Map<String, String> environment) throws Exception {
        Path out = Files.createTempFile("out", ".txt");
        Path err = Files.createTempFile("err", ".txt");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("BRUME_"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ended: " + command).isTrue();
            return new Ran(
                    process.exitValue(), Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private void report(String name, String counts) throws IOException {
        Files.createDirectories(home.resolve("reports"));
        Files.writeString(
                home.resolve("reports/TEST-" + name + ".xml"),
                "<?xml version=\"1.0\"?>\n<testsuite name=\"" + name + "\" time=\"1.0\" " + counts + ">\n  <properties/>\n</testsuite>\n");
    }

    private static Path repository() {
        Path directory = Path.of("").toAbsolutePath();
        // tests run in the module's directory or in the repository's
        return Files.exists(directory.resolve(".ci/run")) ? directory : directory.resolveSibling("").normalize();
    }
}
