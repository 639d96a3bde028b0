package brume.director.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Reads the log of a role from its beginning, line by line, and goes on with what is appended later. Needs no lock: it stops at the last line end. Used by one thread. */
final class RoleReader {
    /** More than the longest line: 16 Ki characters, each of which may be written out as six. */
    private static final int READ_BYTES = 128 << 10;

    private final Path folder;
    private final Deque<LogLine> ready = new ArrayDeque<>();
    private long segment;
    private long offset;

    RoleReader(Path folder) {
        this.folder = folder;
    }

    /** The next line without taking it; empty when there is none yet. */
    Optional<LogLine> peek() throws IOException {
        while (ready.isEmpty() && read()) {
            // a piece without a line of ours may be followed by one with
        }
        return Optional.ofNullable(ready.peekFirst());
    }

    void take() {
        ready.removeFirst();
    }

    /** False when nothing more is there now. */
    private boolean read() throws IOException {
        // listed before the read: a file that has a successor then is complete
        List<Long> numbers = Segments.numbers(folder).stream().filter(n -> n >= segment).toList();
        if (numbers.isEmpty()) {
            return false;
        }
        if (numbers.getFirst() != segment) { // the first look, or it was removed to make room
            begin(numbers.getFirst());
        }
        if (piece()) {
            return true;
        }
        if (numbers.size() == 1) {
            return false;
        }
        begin(numbers.get(1));
        return true;
    }

    private void begin(long number) {
        segment = number;
        offset = 0;
    }

    /** Takes whole lines only: what a killed writer left of one is cut off by the next. */
    private boolean piece() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(READ_BYTES);
        try (FileChannel in = FileChannel.open(Segments.file(folder, segment), StandardOpenOption.READ)) {
            in.read(bytes, offset);
        } catch (NoSuchFileException e) {
            return false;
        }
        int end = bytes.position();
        while (end > 0 && bytes.get(end - 1) != '\n') {
            end--;
        }
        offset += end;
        new String(bytes.array(), 0, end, StandardCharsets.UTF_8).lines().map(LogLine::read).flatMap(Optional::stream).forEach(ready::add);
        return end > 0;
    }
}
