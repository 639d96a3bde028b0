package brume.director.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.director.db.StoredJson;
import brume.director.http.TestClient;
import brume.testkit.contract.Patience;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A director in a process of its own that lacks something on its machine: room on the disk, a port. Mounts a small disk, so it runs where the tests on containers do. */
@Tag("containers")
final class ScarcityTest {
    private static final Patience SOON = Patience.real(Duration.ofSeconds(60));
    private static final int DISK_MEGABYTES = 80;

    @TempDir
    private Path folder;

    private Path home = Path.of("");
    private Path cloud = Path.of("");

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        run(List.of("umount", "--lazy", folder.resolve("disk").toString()));
    }

    @Test
    void fullDisk_isTold_nothingAcknowledgedIsLost_andWorkGoesOnWhenThereIsRoom() throws IOException, InterruptedException {
        prepare(0);
        DirectorProcess first = DirectorProcess.start(home, cloud);
        addSite(first.admin());
        assertThat(deploy(first.admin(), "before").status()).isEqualTo(202);
        fill();

        TestClient.Answer refused = deploy(first.admin(), "meanwhile");
        assertThat(refused.status()).isEqualTo(507);
        assertThat(refused.text()).contains("disk-full", "Free some space");
        assertThat(first.admin().fetch("/api/v1/readyz").status()).isEqualTo(507);
        assertThat(apps(first)).as("reading goes on").containsExactly("before");
        first.kill();

        Files.delete(filler());
        try (DirectorProcess again = DirectorProcess.start(home, cloud)) {
            SOON.until("the machine that was wanted is there", () -> machines() == 1);
            fill();
            Files.delete(filler());
            SOON.until("it takes orders again", () -> deployed(again, "after"));
            SOON.until("and does them", () -> machines() == 2);
            assertThat(apps(again)).containsExactly("after", "before");
            assertThat(FolderSites.acts(cloud).stream().filter(act -> act.startsWith("create ")).toList()).as("each once").hasSize(2).doesNotHaveDuplicates();
            assertThat(again.log()).doesNotContain("failed unexpectedly", "by a defect");
        }
    }

    @Test
    void startOnAFullDisk_isRefusedInWords_andLosesNothing() throws IOException, InterruptedException {
        prepare(0);
        DirectorProcess first = DirectorProcess.start(home, cloud);
        addSite(first.admin());
        assertThat(deploy(first.admin(), "before").status()).isEqualTo(202);
        first.kill();
        fill();

        // with what is left in the pages of its files it may even start; if not, it says why
        try (DirectorProcess full = DirectorProcess.start(home, cloud)) {
            assertThat(apps(full)).containsExactly("before");
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("the disk of the database is full");
        }

        Files.delete(filler());
        try (DirectorProcess again = DirectorProcess.start(home, cloud)) {
            assertThat(apps(again)).containsExactly("before");
            SOON.until("its machine is there", () -> machines() == 1);
        }
    }

    @Test
    void takenPort_isNamed() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            prepare(taken.getLocalPort());

            assertThatThrownBy(() -> DirectorProcess.start(home, cloud))
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("director.properties");
        }
    }

    private void prepare(int apiPort) throws IOException, InterruptedException {
        home = Files.createDirectories(folder.resolve("disk"));
        assertThat(run(List.of("mount", "-t", "tmpfs", "-o", "size=" + DISK_MEGABYTES + "m", "tmpfs", home.toString()))).isZero();
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        cloud = Files.createDirectories(folder.resolve("cloud"));
        Files.createDirectories(cloud.resolve("machines"));
        DirectorProcess.prepare(home, apiPort);
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }

    private Path filler() {
        return home.resolve("filler");
    }

    /** To the last byte. */
    private void fill() {
        byte[] block = new byte[4096];
        Arrays.fill(block, (byte) 'x');
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (home.toFile().getUsableSpace() > 0) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private int machines() {
        try {
            return FolderSites.machines(cloud).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addSite(TestClient admin) {
        String row = "{\"name\":\"folder\",\"driver\":\"" + FolderSites.KIND + "\",\"settings\":{\"subnet\":\"10.83.0.0/24\"}}";
        assertThat(admin.post("/api/v1/sites", row).status()).isEqualTo(201);
    }

    private static TestClient.Answer deploy(TestClient admin, String name) {
        String manifest = "{\"Application\": \"" + name + "\", \"Services\": [{\"Type\": \"php\", \"Start\": 1, \"Settings\": {\"sessions\": \"files\"}}]}";
        return admin.post("/api/v1/manifests/deploy", StoredJson.write(Map.of("text", manifest)));
    }

    private static boolean deployed(DirectorProcess director, String name) {
        try {
            return deploy(director.admin(), name).status() == 202;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> apps(DirectorProcess director) throws IOException {
        return director.admin().get("/api/v1/apps?limit=100").json().path("items").findValuesAsText("name").stream()
                .filter(name -> name.matches("before|meanwhile|after"))
                .toList();
    }
}
