package brume.director.blob;

import static org.assertj.core.api.Assertions.assertThat;

import brume.director.db.Database;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large archive in a process with little memory. */
final class BigArchiveTest {
    private static final int FILES = 20;
    private static final int FILE_BYTES = 10 << 20;

    @TempDir
    Path home;

    @Test
    void archiveOf200MiB_isTakenWith32MiBOfHeap() throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(), "-Xmx32m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
                        "-cp", System.getProperty("java.class.path"), BigArchiveTest.class.getName(), home.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(said).startsWith("TAR " + (FILES + 1));
    }

    /** The process with little memory; its argument is a directory. */
    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(arguments[0]);
        try (Database database = Database.openInMemory()) {
            BlobStore blobs = new BlobStore(home.resolve("blobs"), database, InstantSource.system());
            Blob upload = blobs.put(BigArchiveTest::write);
            CodeArchive.Result result = new CodeArchive(blobs).normalise(upload, "big");
            System.out.println(switch (result) {
                case CodeArchive.Result.Normalised normalised -> normalised.format() + " " + normalised.entries() + " " + normalised.content().size();
                case CodeArchive.Result.Refused refused -> refused.toString();
            });
        }
    }

    private static void write(OutputStream out) throws IOException {
        Random random = new Random(1);
        byte[] megabyte = new byte[1 << 20];
        TarArchiveOutputStream tar = new TarArchiveOutputStream(new BufferedOutputStream(CloseShieldOutputStream.wrap(out), 64 << 10), "UTF-8");
        for (int i = 0; i < FILES; i++) {
            TarArchiveEntry entry = new TarArchiveEntry("media/" + i);
            entry.setSize(FILE_BYTES);
            tar.putArchiveEntry(entry);
            for (int written = 0; written < FILE_BYTES; written += megabyte.length) {
                random.nextBytes(megabyte);
                tar.write(megabyte);
            }
            tar.closeArchiveEntry();
        }
        tar.close();
    }
}
