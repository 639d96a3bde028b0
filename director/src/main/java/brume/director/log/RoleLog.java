package brume.director.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The log of one role of one node: files that are numbered, of which only the newest is written to. Lines that are there already are not written again. Used under the lock of its
 * {@link NodeLog}, which other directors take too: what one of them has written meanwhile is noticed by the sizes of files.
 */
final class RoleLog {
    /** Journals of which it is remembered how far they are there. */
    private static final int JOURNALS_MAX = 16;

    private final Path folder;
    private final LogTerms terms;
    private final Map<String, Long> known = new HashMap<>();
    private long newest;
    private long size;
    private boolean opened;

    RoleLog(Path folder, LogTerms terms) {
        this.folder = folder;
        this.terms = terms;
    }

    /** Adds lines, in the order of their numbers; those that are there already are left out. */
    void append(List<LogLine> lines) throws IOException {
        freshen();
        StringBuilder text = new StringBuilder();
        Map<String, Long> reached = new HashMap<>(known);
        for (LogLine line : lines) {
            if (reached.getOrDefault(line.journal(), -1L) < line.number()) {
                reached.put(line.journal(), line.number());
                text.append(line.written()).append('\n');
            }
        }
        if (text.isEmpty()) {
            return;
        }
        if (size >= terms.segmentBytes()) {
            newest++;
            size = 0;
            makeRoom();
        }
        opened = false; // until it has worked
        ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        int length = bytes.remaining();
        try (FileChannel out = FileChannel.open(Segments.file(folder, newest), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        }
        size += length;
        known.clear();
        known.putAll(reached);
        opened = known.size() <= JOURNALS_MAX;
    }

    private void freshen() throws IOException {
        if (!opened || Segments.size(folder, newest) != size || Segments.size(folder, newest + 1) > 0) {
            open();
        }
    }

    /** Cuts off what a killed writer left of a line, and learns which lines are there. */
    private void open() throws IOException {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        List<Long> numbers = Segments.numbers(folder);
        known.clear();
        newest = numbers.isEmpty() ? 1 : numbers.getLast();
        size = 0;
        if (!numbers.isEmpty()) {
            // the file before it too: the newest may be empty, or all of one journal
            for (long number : numbers.subList(Math.max(0, numbers.size() - 2), numbers.size())) {
                learn(Segments.file(folder, number));
            }
            size = cut(Segments.file(folder, newest));
        }
        opened = true;
    }

    private void learn(Path file) throws IOException {
        for (String written : Segments.wholeText(file).split("\n", -1)) {
            LogLine.read(written).ifPresent(line -> known.merge(line.journal(), line.number(), Math::max));
        }
    }

    private static long cut(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        if (end < bytes.length) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(end);
            }
        }
        return end;
    }

    private void makeRoom() throws IOException {
        List<Long> numbers = Segments.numbers(folder);
        long all = 0;
        for (long number : numbers) {
            all += Segments.size(folder, number);
        }
        for (long number : numbers) {
            if (all + terms.segmentBytes() <= terms.roleBytesMax()) {
                return;
            }
            all -= Segments.size(folder, number);
            Files.deleteIfExists(Segments.file(folder, number));
        }
    }
}
