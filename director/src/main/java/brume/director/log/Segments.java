package brume.director.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of a log: {@code 0000000001.log} and so on. */
final class Segments {
    private static final String ENDING = ".log";
    private static final String FORM = "[0-9]{10}\\.log";

    private Segments() {}

    static Path file(Path folder, long number) {
        return folder.resolve(String.format("%010d", number) + ENDING);
    }

    /** Numbers of the files that are there, ascending; none when the folder is not there. */
    static List<Long> numbers(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> String.valueOf(f.getFileName()))
                    .filter(name -> name.matches(FORM))
                    .map(name -> Long.parseLong(name.substring(0, name.length() - ENDING.length())))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** In bytes; 0 when it is not there. */
    static long size(Path folder, long number) throws IOException {
        try {
            return Files.size(file(folder, number));
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** All whole lines. Empty when another director removed the file meanwhile. */
    static String wholeText(Path file) throws IOException {
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            return text.substring(0, text.lastIndexOf('\n') + 1);
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
