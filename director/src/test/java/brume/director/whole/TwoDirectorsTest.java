package brume.director.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.director.db.PostgresAddress;
import brume.director.db.PostgresServer;
import brume.director.db.StoredJson;
import brume.director.engine.Engine;
import brume.director.http.TestClient;
import brume.testkit.contract.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two directors, each in a process of its own, on one PostgreSQL database and one cloud. Whatever is done to them, every machine is made once and nothing is left over. Takes as long as
 * the leases of those that were killed and frozen.
 */
@Tag("containers")
final class TwoDirectorsTest {
    /** A lease runs out, another director looks, and everything is done; on a busy machine. */
    private static final Duration TAKEN_OVER = Engine.LEASE.plusSeconds(120);

    /** Far less than a lease, after which everybody would take the work up. */
    private static final Duration WITHOUT_LEASE = Engine.LEASE.dividedBy(3);

    @TempDir
    private Path folder;

    private Path cloud;

    @BeforeEach
    void prepare() throws IOException {
        cloud = Files.createDirectories(folder.resolve("cloud"));
        Files.createDirectories(cloud.resolve("machines"));
        PostgresAddress database = PostgresServer.shared().take();
        for (String name : List.of("a", "b")) {
            DirectorProcess.prepare(folder.resolve(name), database, folder.resolve("blobs"));
        }
    }

    @Test
    void killedOrFrozen_theOtherGoesOn_andNothingIsDoneTwice() throws IOException, InterruptedException {
        Path homeOfA = folder.resolve("a");
        Path homeOfB = folder.resolve("b");
        DirectorProcess first = DirectorProcess.start(homeOfA, cloud);
        copyKeys(homeOfA, homeOfB);
        try (DirectorProcess b = DirectorProcess.start(homeOfB, cloud)) {
            addSite(first.admin());
            deploy(first.admin(), "a", 4);
            deploy(b.admin(), "b", 4);
            until("some machines were made", () -> !FolderSites.acts(cloud).isEmpty());
            first.kill();
            until("the other made the rest", () -> FolderSites.machines(cloud).size() == 8 && instances(b) == 8);
            assertThat(created()).as("each once").hasSize(8).doesNotHaveDuplicates();

            try (DirectorProcess a = DirectorProcess.start(homeOfA, cloud)) {
                deploy(b.admin(), "c", 4);
                b.freeze();
                deploy(a.admin(), "d", 4);
                until("the other made all machines", () -> FolderSites.machines(cloud).size() == 16 && instances(a) == 16);
                b.thaw();
                until("it works again", () -> b.admin().fetch("/api/v1/readyz").status() == 200);
                assertThat(instances(b)).isEqualTo(16);
                for (String app : apps(a)) {
                    assertThat(b.admin().delete("/api/v1/apps/" + app).status()).isEqualTo(202);
                }
                until("nothing is left", () -> FolderSites.machines(cloud).isEmpty() && apps(a).isEmpty());
                assertThat(created()).as("each once").hasSize(16).doesNotHaveDuplicates();
                assertThat(a.log() + b.log()).doesNotContain("failed unexpectedly");
            }
        }
    }

    @Test
    void killedAndStartedAgain_takesItsOwnWorkUpAtOnce() throws IOException, InterruptedException {
        Path home = folder.resolve("a");
        DirectorProcess first = DirectorProcess.start(home, cloud);
        addSite(first.admin());
        deploy(first.admin(), "a", 4);
        until("all machines are wanted, and take their time", () -> instances(first) == 4);
        first.kill();
        assertThat(FolderSites.machines(cloud)).hasSizeLessThan(4);
        try (DirectorProcess again = DirectorProcess.start(home, cloud)) {
            assertThatThrownBy(() -> DirectorProcess.start(home, cloud)).hasMessageContaining("Another director runs from " + home);
            Patience.real(WITHOUT_LEASE).until("all machines are there", () -> all(4));
            assertThat(created()).as("each once").hasSize(4).doesNotHaveDuplicates();
            assertThat(again.log()).doesNotContain("failed unexpectedly");
        }
    }

    private boolean all(int count) {
        try {
            return FolderSites.machines(cloud).size() == count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void directorWithOtherKeys_isRefused() throws IOException {
        Path homeOfB = folder.resolve("b");
        try (DirectorProcess a = DirectorProcess.start(folder.resolve("a"), cloud)) {
            assertThat(a.admin().fetch("/api/v1/readyz").status()).isEqualTo(200);
            assertThatThrownBy(() -> DirectorProcess.start(homeOfB, cloud))
                    .hasMessageContaining("copy the folders ca and secrets");
        }
    }

    @FunctionalInterface
    private interface Look {
        boolean holds() throws IOException;
    }

    private static void until(String what, Look look) {
        Patience.real(TAKEN_OVER).until(what, () -> {
            try {
                return look.holds();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private List<String> created() throws IOException {
        return FolderSites.acts(cloud).stream().filter(act -> act.startsWith("create ")).toList();
    }

    private static void addSite(TestClient admin) {
        String row = "{\"name\":\"folder\",\"driver\":\"" + FolderSites.KIND + "\",\"settings\":{\"subnet\":\"10.83.0.0/24\"}}";
        assertThat(admin.post("/api/v1/sites", row).status()).isEqualTo(201);
    }

    private static void deploy(TestClient admin, String prefix, int count) {
        for (int i = 0; i < count; i++) {
            // a folder has no volumes, which shared sessions are kept on
            String manifest = "{\"Application\": \"" + prefix + i + "\", \"Services\": [{\"Type\": \"php\", \"Start\": 1, \"Settings\": {\"sessions\": \"files\"}}]}";
            assertThat(admin.post("/api/v1/manifests/deploy", StoredJson.write(Map.of("text", manifest))).status()).isEqualTo(202);
        }
    }

    private static int instances(DirectorProcess director) throws IOException {
        return director.admin().get("/api/v1/instances?limit=100").json().path("items").size();
    }

    private static List<String> apps(DirectorProcess director) throws IOException {
        return director.admin().get("/api/v1/apps?limit=100").json().path("items").findValuesAsText("name").stream()
                .filter(name -> name.matches("[abcd][0-9]"))
                .toList();
    }

    /** What an administrator does by hand before the second director is started. */
    private static void copyKeys(Path from, Path to) throws IOException {
        for (String part : List.of("ca", "secrets")) {
            try (Stream<Path> files = Files.walk(from.resolve(part))) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(from.relativize(file)));
                }
            }
        }
    }
}
