package brume.director.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the system's own tar makes of an archive. */
final class Unpacked {
    private Unpacked() {}

    /** Unpacks into the directory, which is made first. */
    static void into(Path directory, InputStream archive) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path file = directory.resolveSibling(directory.getFileName() + ".tar.gz");
        Files.copy(archive, file);
        Process tar = new ProcessBuilder("tar", "-xzpf", file.toString(), "-C", directory.toString()).redirectErrorStream(true).start();
        String said = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (tar.waitFor() != 0 || !said.isEmpty()) {
            throw new IllegalStateException("tar: " + said);
        }
        Files.delete(file);
    }

    /** Path to what is there: {@code file MODE TEXT}, {@code directory} or {@code link TARGET}. */
    static Map<String, String> tree(Path directory) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.filter(p -> !p.equals(directory)).toList()) {
                tree.put(directory.relativize(path).toString(), what(path));
            }
        }
        return tree;
    }

    private static String what(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return "link " + Files.readSymbolicLink(path);
        }
        if (Files.isDirectory(path)) {
            return "directory";
        }
        return "file " + (Files.isExecutable(path) ? "program " : "") + Files.readString(path);
    }
}
