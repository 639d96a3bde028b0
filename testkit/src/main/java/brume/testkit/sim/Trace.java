package brume.testkit.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * What happened, line by line, each with the virtual time since the start. Keeps the last lines and a digest of all of them: equal digests mean equal runs. Lines must not hold
 * anything that differs between runs of one seed. For one thread.
 */
public final class Trace {
    /** Enough to see what led to a failure, little enough for ten thousand seeds. */
    public static final int LINES_KEPT = 400;

    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final double MILLIS = 1000.0;

    private record Line(long number, long millis, String what) {
        @Override
        public String toString() {
            return number + "  +" + millis / MILLIS + "s  " + what;
        }
    }

    private final InstantSource clock;
    private final Instant start;
    private final int keep;
    private final Deque<Line> tail = new ArrayDeque<>();
    private long digest = FNV_START;
    private long lines;

    public Trace(InstantSource clock) {
        this(clock, LINES_KEPT);
    }

    /** @param keep how many of the last lines are kept */
    public Trace(InstantSource clock, int keep) {
        this.clock = Objects.requireNonNull(clock);
        this.start = clock.instant();
        this.keep = keep;
    }

    public void add(String what) {
        long millis = Duration.between(start, clock.instant()).toMillis();
        feed(millis);
        for (int i = 0; i < what.length(); i++) {
            feed(what.charAt(i));
        }
        lines++;
        if (tail.size() == keep) {
            tail.removeFirst();
        }
        tail.addLast(new Line(lines, millis, what));
    }

    private void feed(long value) {
        digest = (digest ^ value) * FNV_PRIME;
    }

    /** Number of lines added. */
    public long size() {
        return lines;
    }

    /** Of all lines with their times. */
    public long digest() {
        return digest;
    }

    /** The last lines, oldest first. */
    public List<String> tail() {
        return tail.stream().map(Line::toString).toList();
    }
}
