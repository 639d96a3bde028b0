package brume.director.blob;

import static org.assertj.core.api.Assertions.assertThat;

import brume.director.db.Database;
import brume.director.db.OnBothEngines;
import brume.director.db.TestDatabases;
import brume.director.db.generated.Tables;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothEngines
final class CodeArchiveTest {
    @TempDir
    Path home;

    private Database database;
    private BlobStore blobs;

    @BeforeEach
    void open() {
        database = TestDatabases.open();
        blobs = new BlobStore(home.resolve("blobs"), database, InstantSource.system());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private CodeArchive.Result take(byte[] archive) throws IOException {
        return new CodeArchive(blobs).normalise(blobs.put(new ByteArrayInputStream(archive), Long.MAX_VALUE), "code");
    }

    private List<String> problems(byte[] archive) throws IOException {
        return switch (take(archive)) {
            case CodeArchive.Result.Normalised normalised -> List.of("accepted");
            case CodeArchive.Result.Refused refused -> refused.problems().stream().map(p -> p.code() + " " + p.text()).toList();
        };
    }

    private List<String> codes(byte[] archive) throws IOException {
        return problems(archive).stream().map(p -> p.split(" ", 2)[0]).toList();
    }

    private Map<String, String> unpacked(CodeArchive.Result result) throws IOException, InterruptedException {
        CodeArchive.Result.Normalised normalised = (CodeArchive.Result.Normalised) result;
        try (InputStream in = blobs.open(normalised.content().digest())) {
            Unpacked.into(home.resolve("unpacked-" + normalised.content().digest()), in);
        }
        return Unpacked.tree(home.resolve("unpacked-" + normalised.content().digest()));
    }

    private static byte[] shop() throws IOException {
        return Sample.tar()
                .file("./index.php", "<?php echo 1;")
                .directory("./empty")
                .file("app/Größe/" + "long".repeat(50) + ".php", "long")
                .link("current", "app/./Größe")
                .link("app/up", "../index.php")
                .hardLink("same.php", "./index.php")
                .hardLink("again.php", "same.php")
                .bytes();
    }

    private static final Map<String, String> SHOP = Map.ofEntries(
            Map.entry("index.php", "file <?php echo 1;"),
            Map.entry("same.php", "file <?php echo 1;"),
            Map.entry("again.php", "file <?php echo 1;"),
            Map.entry("empty", "directory"),
            Map.entry("app", "directory"),
            Map.entry("app/Größe", "directory"),
            Map.entry("app/Größe/" + "long".repeat(50) + ".php", "file long"),
            Map.entry("app/up", "link ../index.php"),
            Map.entry("current", "link app/./Größe"));

    @Test
    void everyTarFormat_isToldByItsContent_andGivesTheSameTree() throws Exception {
        assertThat(unpacked(take(shop()))).isEqualTo(SHOP);
        String digest = ((CodeArchive.Result.Normalised) take(shop())).content().digest();
        for (Sample.Wrapping wrapping : List.<Sample.Wrapping>of(
                GZIPOutputStream::new, BZip2CompressorOutputStream::new, XZCompressorOutputStream::new)) {
            CodeArchive.Result.Normalised packed = (CodeArchive.Result.Normalised) take(Sample.packed(shop(), wrapping));
            assertThat(packed.content().digest()).as(packed.format().text()).isEqualTo(digest);
            assertThat(packed.entries()).isEqualTo(SHOP.size());
        }
    }

    @Test
    void zip_keepsLinksAndPrograms() throws Exception {
        assertThat(unpacked(take(Sample.zip("bin/run", 0100700, "#!/bin/sh")))).containsEntry("bin/run", "file program #!/bin/sh");
        assertThat(unpacked(take(Sample.zip("a/link", 0120777, "../b")))).containsEntry("a/link", "link ../b");
    }

    @Test
    void hostileEntries_areAllNamed_andNothingIsKept() throws IOException {
        byte[] archive = Sample.tar()
                .file("/etc/passwd", "x")
                .file("../up", "x")
                .file("a/../../up", "x")
                .file("ok.php", "x")
                .link("out", "../../etc")
                .link("abs", "/etc")
                .hardLink("shadow", "/etc/shadow")
                .special("null", TarConstants.LF_CHR)
                .special("pipe", TarConstants.LF_FIFO)
                .file("bell\u0007", "x")
                .file("back\\slash", "x")
                .file("C:/windows", "x")
                .bytes();

        assertThat(problems(archive)).containsExactlyInAnyOrder(
                "absolute-path The entry /etc/passwd has an absolute path.",
                "path-leads-out The entry ../up has .. in its path.",
                "path-leads-out The entry a/../../up has .. in its path.",
                "link-leads-out The entry out is a link that leads out of the archive, to ../../etc.",
                "link-leads-out The entry abs is a link to an absolute path, /etc.",
                "absolute-path The entry shadow has an absolute path.",
                "device-entry The entry null is a device, a pipe or a socket.",
                "device-entry The entry pipe is a device, a pipe or a socket.",
                "odd-name The entry bell\\x07 has a name that is empty or has control characters, a backslash or no valid UTF-8.",
                "odd-name The entry back\\slash has a name that is empty or has control characters, a backslash or no valid UTF-8.",
                "absolute-path The entry C:/windows has an absolute path.");
        int kept = database.read(tx -> tx.fetchCount(Tables.BLOB));
        assertThat(kept).as("only the upload").isEqualTo(1);
    }

    @Test
    void entryThroughALink_isRefused_whicheverComesFirst() throws IOException {
        assertThat(codes(Sample.tar().link("a", "b").file("a/x", "").bytes())).containsExactly("entry-through-link");
        assertThat(codes(Sample.tar().file("a/x", "").link("a", "b").bytes())).containsExactly("duplicate-entry");
        assertThat(codes(Sample.tar().file("a", "").file("a/x", "").bytes())).containsExactly("entry-below-file");
        assertThat(codes(Sample.tar().file("a", "1").file("./a", "2").bytes())).containsExactly("duplicate-entry");
        assertThat(codes(Sample.tar().link("a", "b").file("a", "2").bytes())).containsExactly("duplicate-entry");
    }

    @Test
    void linksThatLeadOutOnlyTogether_areRefused() throws IOException {
        byte[] together = Sample.tar().directory("d/e").link("d/e/here", "../..").link("out", "d/e/here/..").bytes();

        assertThat(problems(together)).containsExactly("link-leads-out The entry out is a link that leads out of the archive, to d/e/here/...");
        assertThat(codes(Sample.tar().link("a", "b").link("b", "a").bytes())).containsExactly("link-leads-out", "link-leads-out");
    }

    @Test
    void hardLinkToALink_isRefused() throws IOException {
        assertThat(codes(Sample.tar().link("a", "b").hardLink("c", "a").bytes())).containsExactly("link-leads-out");
        assertThat(codes(Sample.tar().hardLink("c", "later").file("later", "").bytes())).containsExactly("link-leads-out");
    }

    @Test
    void whatIsNoArchive_orHoldsNothing_orIsCutOff_isRefused() throws IOException {
        assertThat(codes("hello".getBytes(StandardCharsets.UTF_8))).containsExactly("not-an-archive");
        assertThat(codes(Sample.packed("hello".getBytes(StandardCharsets.UTF_8), GZIPOutputStream::new))).containsExactly("not-an-archive");
        assertThat(codes(Sample.tar().bytes())).containsExactly("empty-archive");
        assertThat(codes(Sample.tar().directory("./").bytes())).containsExactly("empty-archive");
        byte[] packed = Sample.packed(shop(), GZIPOutputStream::new);
        assertThat(codes(Arrays.copyOf(packed, packed.length - 20))).containsExactly("damaged-archive");
        assertThat(codes(Arrays.copyOf(Sample.zip("a", 0100644, "text"), 40))).containsExactly("damaged-archive");
    }

    @Test
    void bombs_areStopped() throws IOException {
        String block = "\0".repeat(1 << 20);
        Sample tar = Sample.tar();
        for (int i = 0; i < 150; i++) {
            tar.file("zeroes" + i, block);
        }
        assertThat(codes(Sample.packed(tar.bytes(), GZIPOutputStream::new))).containsExactly("archive-bomb");
    }

    @Test
    void endlessNames_areStopped() throws IOException {
        assertThat(codes(Sample.packed(Sample.tar().longName(2 << 20).file("x", "").bytes(), GZIPOutputStream::new)))
                .containsExactly("archive-headers-too-large");
        assertThat(codes(Sample.tar().file("n".repeat(300), "").bytes())).containsExactly("odd-name");
        assertThat(codes(Sample.tar().file("n/".repeat(600) + "x", "").bytes())).containsExactly("odd-name");
    }

    @Test
    void zipTricks_areRefused() throws IOException {
        assertThat(codes(Sample.zip("../x", 0100644, ""))).containsExactly("path-leads-out");
        assertThat(codes(Sample.zip("x", 0120777, "/etc/passwd"))).containsExactly("link-leads-out");
        assertThat(codes(Sample.zip("x", 0020644, ""))).containsExactly("device-entry");
        assertThat(codes(Sample.zip("x", 0120777, "a".repeat(5_000)))).containsExactly("odd-link");
    }
}
