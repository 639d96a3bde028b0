package brume.testkit.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The repository's Java files. */
public record SourceTree(Path root) {
    /** Found upwards from the working directory, which is a module's or the repository's own. */
    public static SourceTree here() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve("core/pom.xml"))) {
                return new SourceTree(at);
            }
        }
        throw new IllegalStateException("the working directory is not within the repository");
    }

    /** Everything under a {@code src} folder of a module, generated sources left out. */
    public List<SourceFile> javaFiles() {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(p -> p.toString().endsWith(".java"))
                    .map(p -> root.relativize(p))
                    .filter(p -> !p.toString().contains("target/") && p.toString().contains("src/"))
                    .sorted()
                    .map(this::read)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private SourceFile read(Path path) {
        try {
            return new SourceFile(path.toString().replace('\\', '/'), Files.readString(root.resolve(path)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Reads a ratchet: lines of {@code PATH LINES} or {@code PATH#METHOD LINES}; blank lines and those that begin with {@code #} do not count. */
    public static Map<String, Integer> ratchet(String text) {
        Map<String, Integer> allowed = new HashMap<>();
        text.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).forEach(line -> {
            int space = line.lastIndexOf(' ');
            allowed.put(line.substring(0, space).strip(), Integer.valueOf(line.substring(space + 1)));
        });
        return allowed;
    }
}
