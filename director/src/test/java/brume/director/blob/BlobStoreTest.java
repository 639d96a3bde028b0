package brume.director.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.director.db.Database;
import brume.director.db.OnBothEngines;
import brume.director.db.TestDatabases;
import brume.director.db.generated.Tables;
import brume.director.http.LiveDirector;
import brume.director.http.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothEngines
final class BlobStoreTest {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // FIPS 180-4, appendix: SHA-256 of "abc"

    @TempDir
    Path home;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T00:00:00Z"));
    private Database database;
    private BlobStore blobs;

    @BeforeEach
    void open() {
        database = TestDatabases.open();
        blobs = store();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private BlobStore store() {
        return new BlobStore(home, database, () -> Objects.requireNonNull(now.get()));
    }

    private Blob put(String text) throws IOException {
        return blobs.put(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 1_000);
    }

    private String text(String digest, long offset) throws IOException {
        try (InputStream in = blobs.open(digest, offset)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private long files() throws IOException {
        try (Stream<Path> paths = Files.walk(home)) {
            return paths.filter(Files::isRegularFile).count();
        }
    }

    /** As if all files had been written long ago. */
    private void age() throws IOException {
        try (Stream<Path> paths = Files.walk(home)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
            }
        }
    }

    private void pass(Duration time) {
        now.set(Objects.requireNonNull(now.get()).plus(time));
    }

    @Test
    void sameBytes_areKeptOnce_underTheirDigest() throws IOException {
        assertThat(put("abc")).isEqualTo(new Blob(ABC, 3)).isEqualTo(put("abc"));
        assertThat(blobs.find(ABC)).contains(new Blob(ABC, 3));
        assertThat(text(ABC, 0)).isEqualTo("abc");
        assertThat(text(ABC, 1)).isEqualTo("bc");
        assertThat(home.resolve("ba").resolve(ABC)).hasContent("abc");
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void tooManyBytes_leaveNothing() throws IOException {
        assertThatThrownBy(() -> put("x".repeat(1_001))).isInstanceOf(Refusal.class);
        assertThat(files()).isZero();
    }

    @Test
    void brokenUpload_leavesNothing() throws IOException {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("gone");
            }
        };
        assertThatThrownBy(() -> blobs.put(broken, 1_000)).isInstanceOf(IOException.class).hasMessage("gone");
        assertThat(files()).isZero();
    }

    @Test
    void unusedBlob_isCollectedAfterItsGrace_usedOnesNever() throws IOException {
        put("abc");
        Blob used = put("used");
        database.write(tx -> tx.insertInto(Tables.SITE, Tables.SITE.ID, Tables.SITE.NAME, Tables.SITE.DRIVER, Tables.SITE.SETTINGS_JSON, Tables.SITE.CREATED_AT)
                .values("s", "s", "d", "{}", now.get())
                .execute());
        database.write(tx -> tx.insertInto(Tables.APP, Tables.APP.ID, Tables.APP.NAME, Tables.APP.OWNER_ID, Tables.APP.WANT_RUN, Tables.APP.CREATED_AT)
                .values("a", "a", "u", true, now.get())
                .execute());
        database.write(tx -> tx.insertInto(Tables.SERVICE)
                .set(Tables.SERVICE.ID, "v")
                .set(Tables.SERVICE.APP_ID, "a")
                .set(Tables.SERVICE.SID, 1)
                .set(Tables.SERVICE.TYPE, "t")
                .set(Tables.SERVICE.NAME, "n")
                .set(Tables.SERVICE.SITE_ID, "s")
                .set(Tables.SERVICE.WANT_RUN, true)
                .set(Tables.SERVICE.COUNTS_JSON, "{}")
                .set(Tables.SERVICE.SETTINGS_JSON, "{}")
                .set(Tables.SERVICE.CREATED_AT, now.get())
                .execute());
        database.write(tx -> tx.insertInto(Tables.ATTACHMENT)
                .set(Tables.ATTACHMENT.SERVICE_ID, "v")
                .set(Tables.ATTACHMENT.NAME, "dump")
                .set(Tables.ATTACHMENT.FILENAME, "dump.sql")
                .set(Tables.ATTACHMENT.DIGEST, used.digest())
                .set(Tables.ATTACHMENT.SIZE_BYTES, used.size())
                .set(Tables.ATTACHMENT.CREATED_AT, now.get())
                .execute());

        pass(BlobStore.UNUSED_KEPT.minusSeconds(1));
        assertThat(blobs.collect()).isZero();
        pass(Duration.ofSeconds(2));
        age();
        assertThat(blobs.collect()).isEqualTo(1);

        assertThat(blobs.find(ABC)).isEmpty();
        assertThatThrownBy(() -> blobs.open(ABC)).isInstanceOf(NoSuchFileException.class);
        assertThat(text(used.digest(), 0)).isEqualTo("used");
    }

    @Test
    void whatWasUsed_goesWithItsLastUser_unlessItWasUploadedAgain() throws IOException {
        put("abc");
        use(ABC);
        Blob again = put("again");
        use(again.digest());
        put("again");

        assertThat(blobs.collect()).isEqualTo(1);
        assertThat(blobs.find(ABC)).isEmpty();
        assertThat(text(again.digest(), 0)).isEqualTo("again");
        assertThat(files()).isEqualTo(1);
    }

    private void use(String digest) {
        database.write(tx -> {
            BlobStore.use(tx, digest);
            return null;
        });
    }

    @Test
    void uploadingAgain_startsTheGraceAnew() throws IOException {
        put("abc");
        pass(BlobStore.UNUSED_KEPT.plusSeconds(1));
        put("abc");

        assertThat(blobs.collect()).isZero();
    }

    @Test
    void useOfWhatIsNotThere_isRefused() {
        assertThatThrownBy(() -> database.write(tx -> {
                    BlobStore.use(tx, ABC);
                    return null;
                })).isInstanceOf(Refusal.class).hasMessageContaining(ABC);
    }

    @Test
    void whatAnEarlierDirectorLeftHalfDone_isSwept() throws IOException {
        put("abc");
        Files.createDirectories(home.resolve("cc"));
        Files.writeString(home.resolve("cc").resolve("c".repeat(64)), "a file without a row");
        Files.writeString(home.resolve("new").resolve("99"), "half an upload");
        blobs = store();
        blobs.sweep();
        assertThat(files()).as("what is young may be another director's, where there are others").isEqualTo(database.sole() ? 1 : 2);
        age();
        blobs = store();
        blobs.sweep();

        assertThat(files()).isEqualTo(1);
        assertThat(text(ABC, 0)).isEqualTo("abc");
    }

    @Test
    void upload_overHttp() throws IOException {
        BlobStore served = blobs;
        try (LiveDirector director = new LiveDirector(home.resolve("live"), new BlobRoutes(served).routes())) {
            JsonNode view = director.admin()
                    .send("PUT", "/api/v1/blobs", "application/octet-stream", "abc".getBytes(StandardCharsets.UTF_8))
                    .json();

            assertThat(view.toString()).isEqualTo("{\"digest\":\"" + ABC + "\",\"size\":3}");
            assertThat(text(ABC, 0)).isEqualTo("abc");
        }
    }
}
