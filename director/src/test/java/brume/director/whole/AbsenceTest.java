package brume.director.whole;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.driver.ObservedInstance;
import brume.core.driver.PowerState;
import brume.core.driver.ProviderRef;
import brume.director.db.StoredJson;
import brume.director.http.TestClient;
import brume.testkit.contract.Patience;
import brume.testkit.fake.FakeCloud;
import brume.testkit.fake.FakeCloudSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a director does about things that changed, or were left over, while nobody looked. */
final class AbsenceTest {
    /** Less than settled machines are looked at. */
    private static final Patience SOON = Patience.real(Duration.ofSeconds(30));

    @TempDir
    Path home;

    @Test
    void machinesThatWereStoppedMeanwhile_areStartedAtOnce() throws IOException {
        FakeCloud cloud = WholeDirector.cloud(FakeCloudSettings.instant());
        try (WholeDirector director = new WholeDirector(home, cloud, true)) {
            deploy(director.admin(), "{\"Type\": \"php\", \"Start\": 1, \"StartupInstances\": {\"backend\": 2}}", Map.of());
        }
        List<ObservedInstance> machines = cloud.truth();
        assertThat(machines).hasSizeGreaterThan(1);
        machines.forEach(machine -> cloud.die(machine.ref(), FakeCloud.Death.STOPS));

        try (WholeDirector director = new WholeDirector(home, cloud, true)) {
            SOON.until("all machines run again", () -> cloud.truth().stream().allMatch(m -> m.power() == PowerState.RUNNING));

            assertThat(cloud.truth()).extracting(ObservedInstance::ref).as("the same ones").containsExactlyInAnyOrderElementsOf(refs(machines));
            assertThat(running(director.admin())).isTrue();
        }
    }

    @Test
    void codeOfADeletedApplication_isOnDiskNoMore() throws IOException {
        try (WholeDirector director = new WholeDirector(home)) {
            TestClient admin = director.admin();
            String archive = admin.send("PUT", "/api/v1/blobs", "application/octet-stream", zip()).json().path("digest").asText();
            deploy(admin, "{\"Type\": \"php\", \"Start\": 1, \"Archive\": \"site.zip\"}", Map.of("site.zip", archive));
            assertThat(blobs()).as("the upload and what is sent to nodes").isEqualTo(2);

            assertThat(admin.delete("/api/v1/apps/A").status()).isEqualTo(202);

            SOON.until("no file is left", () -> blobs() == 0);
        }
    }

    private static List<ProviderRef> refs(List<ObservedInstance> machines) {
        return machines.stream().map(ObservedInstance::ref).toList();
    }

    private static void deploy(TestClient admin, String service, Map<String, String> files) {
        String manifest = "{\"Application\": \"A\", \"Services\": [" + service + "]}";
        assertThat(admin.post("/api/v1/manifests/deploy", StoredJson.write(Map.of("text", manifest, "files", files))).status()).isEqualTo(202);
        SOON.until("it runs", () -> running(admin));
    }

    private static boolean running(TestClient admin) {
        var view = admin.get("/api/v1/apps/A").json();
        return view.path("seenGeneration").asLong() >= view.path("generation").asLong();
    }

    private long blobs() {
        try (Stream<Path> all = Files.walk(home.resolve("blobs"))) {
            return all.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] zip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("index.php"));
            zip.write("<?php echo 1;".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
