package brume.cli;

import static org.assertj.core.api.Assertions.assertThat;

import brume.director.whole.WholeDirector;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** One director, and a user's shell before it, for all tests of a class. Every test has applications of its own. */
abstract class DirectorSession {
    @TempDir
    static Path folder;

    static WholeDirector director;
    static Shell shell;

    @BeforeAll
    static void start() throws IOException {
        director = new WholeDirector(folder.resolve("home"));
        shell = Shell.of(folder.resolve("user"), Map.of("BRUME_HOME", director.home().toString()));
    }

    @AfterAll
    static void stop() {
        director.close();
    }

    /** What a command said that has to succeed. */
    static Shell.Ran done(String... arguments) {
        Shell.Ran ran = shell.brume(arguments);
        assertThat(ran.exit()).as(String.join(" ", arguments) + "\n" + ran.out() + ran.err()).isZero();
        return ran;
    }

    /** An application of one page. */
    static Path archive(String name, String page) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("index.php"));
            zip.write(page.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
