package brume.director.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Lines of several logs, in the order of their times, as bytes: those that are there, and, when it follows, those that come, until nobody reads any more. Holds the lines of one read of
 * each log, and as many as the caller wants of the end. Used by one thread.
 */
final class LogStream extends FollowingStream {
    /** Logs of other directors are looked at so often, and new nodes looked for. */
    private static final Duration LOOK = Duration.ofMillis(250);

    /** Both ends notice a dead connection; an empty line is not a line of a log. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** Lines that are turned into bytes at once. */
    private static final int BATCH_LINES = 500;

    private final Want want;
    private final Source source;
    private final InstantSource clock;
    private final Map<LogShelf.Kept, RoleReader> readers = new LinkedHashMap<>();
    private final Deque<String> begin = new ArrayDeque<>();
    private byte[] ready = {};
    private int taken;
    private Instant lastSaid = Instant.MIN;
    private boolean begun;

    /**
     * What is wanted.
     *
     * @param tail most lines of what is there already
     */
    record Want(Filter filter, Optional<Integer> tail, boolean follow, Format format) {
        Want {
            Objects.requireNonNull(filter);
        }
    }

    /** Whether a line is wanted. */
    @FunctionalInterface
    interface Filter {
        boolean wants(LogLine line);
    }

    /** How a line is written, without its end. */
    @FunctionalInterface
    interface Format {
        String text(LogShelf.Kept log, LogLine line);
    }

    /** The logs as they are now. */
    @FunctionalInterface
    interface Source {
        List<LogShelf.Kept> logs() throws IOException;
    }

    LogStream(Want want, Source source, Idle idle, InstantSource clock) {
        super(idle);
        this.want = want;
        this.source = source;
        this.clock = clock;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (taken == ready.length && !more()) {
            return -1;
        }
        int count = Math.min(length, ready.length - taken);
        System.arraycopy(ready, taken, to, offset, count);
        taken += count;
        return count;
    }

    /** Has bytes ready, or says that there are none for good. */
    private boolean more() throws IOException {
        if (!begun) {
            begun = true;
            lastSaid = clock.instant();
            look();
            if (want.tail().isPresent()) {
                gather(want.tail().get());
            }
        }
        while (true) {
            String text = batch();
            if (text.isEmpty() && !want.follow()) {
                return false;
            }
            Instant now = clock.instant();
            if (text.isEmpty() && lastSaid.plus(HEARTBEAT).isBefore(now)) {
                text = "\n";
            }
            if (!text.isEmpty()) {
                ready = text.getBytes(StandardCharsets.UTF_8);
                taken = 0;
                lastSaid = now;
                return true;
            }
            await(LOOK);
            look();
        }
    }

    private void look() throws IOException {
        for (LogShelf.Kept log : source.logs()) {
            readers.computeIfAbsent(log, l -> new RoleReader(l.folder()));
        }
    }

    /** Goes through all that is there and keeps the end of it. */
    private void gather(int tail) throws IOException {
        for (Optional<String> line = next(); line.isPresent(); line = next()) {
            begin.addLast(line.get());
            if (begin.size() > tail) {
                begin.removeFirst();
            }
        }
    }

    private String batch() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < BATCH_LINES; i++) {
            Optional<String> line = begin.isEmpty() ? next() : Optional.of(begin.removeFirst());
            if (line.isEmpty()) {
                break;
            }
            text.append(line.get()).append('\n');
        }
        return text.toString();
    }

    /** The oldest line that nobody took yet and that is wanted. */
    private Optional<String> next() throws IOException {
        while (true) {
            Optional<Head> oldest = oldest();
            if (oldest.isEmpty()) {
                return Optional.empty();
            }
            oldest.get().reader().take();
            if (want.filter().wants(oldest.get().line())) {
                return Optional.of(want.format().text(oldest.get().log(), oldest.get().line()));
            }
        }
    }

    private record Head(LogShelf.Kept log, RoleReader reader, LogLine line) {}

    private Optional<Head> oldest() throws IOException {
        Optional<Head> oldest = Optional.empty();
        for (Map.Entry<LogShelf.Kept, RoleReader> each : readers.entrySet()) {
            Optional<LogLine> line = each.getValue().peek();
            if (line.isPresent() && oldest.filter(o -> o.line().atMicros() <= line.get().atMicros()).isEmpty()) {
                oldest = Optional.of(new Head(each.getKey(), each.getValue(), line.get()));
            }
        }
        return oldest;
    }
}
