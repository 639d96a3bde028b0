package brume.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The services image without its agent, which is made of this repository and not of Debian's packages. */
@Tag("containers")
final class ImageTest {
    private static final Pattern SAID = Pattern.compile("image +(\\S+/services-\\w+-(\\d+)-none\\.squashfs) .*SHA-256 +(\\w{64})", Pattern.DOTALL);
    private static final int MINUTES_MAX = 15;
    private static final int DIFFERENCES_MAX = 4_000;

    @TempDir
    Path work;

    /**
     * @param mirror when the packages that it was made of came to the mirror, in seconds
     * @param digest as the command says it, of the image with its metadata
     */
    private record Built(Path file, String mirror, String digest) {}

    /** The image of this run was built from nothing too, on another day perhaps: what depends on the time would show. */
    @Test
    void imageBuiltFromNothingAgain_isTheSameToTheLastByte() throws IOException, InterruptedException {
        Built kept = build(Map.of());
        Built again = build(Map.of("BRUME_CACHE", work.resolve("again").toString()));
        // other packages make another image
        Built first = kept.mirror().equals(again.mirror()) ? kept : build(Map.of("BRUME_CACHE", work.resolve("first").toString()));

        assertThat(again.mirror()).isEqualTo(first.mirror());
        assertThat(again.file()).isNotEqualTo(first.file());
        assertThat(again.digest()).as(() -> "what differs:\n" + differences(first.file(), again.file())).isEqualTo(first.digest());
    }

    @Test
    void filesThatDiffer_areNamed() throws IOException, InterruptedException {
        run("mkdir one two; echo a >one/clock; echo b >two/clock; touch one/same one/mode; cp -p one/same one/mode two; chmod 600 two/mode;"
                + " for tree in one two; do mksquashfs $tree $tree.squashfs -quiet -no-progress; done", Map.of());

        assertThat(differences(work.resolve("one.squashfs"), work.resolve("two.squashfs"))).contains("clock", "mode").doesNotContain("same");
    }

    private Built build(Map<String, String> environment) throws IOException, InterruptedException {
        // the default choice, whatever else was chosen for other tests
        String said = run(repository() + "/brume image build --no-import --no-agent --with php --with mysql --without java 2>>build.log"
                + " || { cat build.log; exit 1; }", environment);
        Matcher built = SAID.matcher(said);
        assertThat(built.find()).as(said).isTrue();
        return new Built(Path.of(built.group(1)), built.group(2), built.group(3));
    }

    /** In content, or in mode, owner or time. */
    private String differences(Path one, Path other) {
        try {
            String all = run("for i in 1 2; do unsquashfs -quiet -no-progress -dest tree$i ${!i} >/dev/null; unsquashfs -lln ${!i} >list$i; done;"
                    + " diff --recursive --brief --no-dereference tree1 tree2; diff list1 list2; true", Map.of(), one.toString(), other.toString());
            return all.substring(0, Math.min(all.length(), DIFFERENCES_MAX));
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "nobody had the time to look";
        }
    }

    /** What bash prints, in the test's own folder. */
    private String run(String script, Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(work, "out", ".txt");
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", script, "bash").directory(work.toFile()).redirectErrorStream(true).redirectOutput(out.toFile());
        bash.command().addAll(List.of(arguments));
        bash.environment().putAll(environment);
        Process process = bash.start();
        assertThat(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).as(script).isTrue();
        String said = Files.readString(out);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    /** Tests run in the folder of their module. */
    private static Path repository() {
        return Path.of("..").toAbsolutePath().normalize();
    }
}
