package brume.director.blob;

import static org.assertj.core.api.Assertions.assertThat;

import brume.director.db.Database;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random trees, hostile and not, and random damage. Whatever is accepted is safe in the hands of the system's own tar; whatever comes is answered. */
final class ArchiveFuzzTest {
    private static final int TREES = 400;
    private static final int DAMAGES = 1_000;
    private static final List<String> NAMES = List.of("a", "b", "c", "a/b", "a/c", "b/a", "a/b/c", "./a", "a//b", "c/./d", "..", "a/../..", "/a");
    private static final List<String> TARGETS = List.of("a", "b", "../a", "../b", ".", "..", "a/..", "../..", "/etc", "c/../..", "./b", "a/b/../../..");

    @TempDir
    Path home;

    private Database database;
    private BlobStore blobs;

    @BeforeEach
    void open() {
        database = Database.openInMemory();
        blobs = new BlobStore(home.resolve("blobs"), database, InstantSource.system());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private CodeArchive.Result take(byte[] archive) throws IOException {
        return new CodeArchive(blobs).normalise(blobs.put(new ByteArrayInputStream(archive), Long.MAX_VALUE), "fuzz");
    }

    private static byte[] tree(Random random, int from) throws IOException {
        Sample tar = Sample.tar();
        List<String> names = NAMES.subList(0, NAMES.size() - (from % 4 == 0 ? 0 : 3)); // mostly without the names that are refused at once
        int entries = 1 + random.nextInt(6);
        for (int i = 0; i < entries; i++) {
            String name = names.get(random.nextInt(names.size()));
            String target = TARGETS.get(random.nextInt(TARGETS.size()));
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> tar.file(name, "text " + random.nextInt(100));
                case 3 -> tar.directory(name);
                case 4, 5 -> tar.link(name, target);
                case 6 -> tar.hardLink(name, target);
                default -> tar.special(name, random.nextInt(20) == 0 ? TarConstants.LF_FIFO : TarConstants.LF_DIR);
            }
        }
        return tar.bytes();
    }

    @Test
    void acceptedTrees_stayInside_whateverTheyHold() throws Exception {
        int accepted = 0;
        for (int seed = 0; seed < TREES; seed++) {
            CodeArchive.Result result = take(tree(new Random(seed), seed));
            if (result instanceof CodeArchive.Result.Normalised normalised) {
                accepted++;
                Path root = home.resolve("out-" + seed).resolve("inner");
                try (InputStream in = blobs.open(normalised.content().digest())) {
                    Unpacked.into(root, in);
                }
                assertStaysInside(root, seed);
                assertThat(home.resolve("out-" + seed)).as("seed " + seed).isDirectoryNotContaining(path -> !path.equals(root));
            }
        }
        assertThat(accepted).as("the generator makes good trees too").isGreaterThan(TREES / 10);
    }

    private static void assertStaysInside(Path root, int seed) throws IOException {
        Path real = root.toRealPath();
        for (Map.Entry<String, String> entry : Unpacked.tree(root).entrySet()) {
            Path path = root.resolve(entry.getKey());
            if (Files.exists(path)) { // a link to nothing leads nowhere
                assertThat(path.toRealPath().startsWith(real)).as("seed " + seed + " " + entry).isTrue();
            }
        }
    }

    @Test
    void damagedArchives_areAnswered_neverThrownAt() throws IOException {
        byte[] tar = Sample.tar()
                .file("index.php", "<?php")
                .directory("d")
                .link("d/l", "../index.php")
                .hardLink("h", "index.php")
                .file("d/x", "x".repeat(300))
                .file("long".repeat(40), "")
                .bytes();
        List<byte[]> archives = List.of(
                tar,
                Sample.packed(tar, GZIPOutputStream::new),
                Sample.packed(tar, BZip2CompressorOutputStream::new),
                Sample.packed(tar, XZCompressorOutputStream::new),
                Sample.zip("a/b", 0100644, "text".repeat(100)));
        Random random = new Random(1);
        for (int i = 0; i < DAMAGES; i++) {
            byte[] damaged = archives.get(i % archives.size()).clone();
            int flips = 1 + random.nextInt(4);
            for (int flip = 0; flip < flips; flip++) {
                damaged[random.nextInt(Math.min(damaged.length, 4_096))] = (byte) random.nextInt(256);
            }
            try {
                assertThat(take(damaged)).isNotNull();
            } catch (RuntimeException | IOException e) {
                throw new AssertionError("damage " + i, e);
            }
        }
    }
}
