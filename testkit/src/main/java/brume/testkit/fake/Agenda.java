package brume.testkit.fake;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** What becomes true later, in the order of time and, for equal times, of entry. Not thread-safe: the cloud's lock guards it. */
final class Agenda {
    private record Entry(Instant at, long number, Consumer<Instant> effect) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparingLong(Entry::number));
    private long entered;

    /** The effect is told the time that it was meant for, which may lie before the time at which it is settled. */
    void at(Instant time, Consumer<Instant> effect) {
        entries.add(new Entry(time, entered++, effect));
    }

    void settle(Instant now) {
        while (!entries.isEmpty() && !entries.element().at().isAfter(now)) {
            Entry due = entries.remove();
            due.effect().accept(due.at());
        }
    }

    Optional<Instant> next() {
        return Optional.ofNullable(entries.peek()).map(Entry::at);
    }
}
