package brume.director.event;

import static org.assertj.core.api.Assertions.assertThat;

import brume.director.db.Database;
import brume.director.db.OnBothEngines;
import brume.director.db.TestDatabases;
import brume.director.engine.Kind;
import brume.testkit.sim.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

@OnBothEngines
final class EventStoreTest {
    private static final UUID ID = new UUID(0, 1);

    @AutoClose
    private final Database database = TestDatabases.open();

    private final EventStore events = new EventStore(database, new VirtualClock());

    private void append(int count) {
        database.write(tx -> {
            for (int i = 0; i < count; i++) {
                events.append(tx, Kind.APP, ID, "changed", "text");
            }
            return count;
        });
    }

    @Test
    void numbersGrow_andReadingResumesAfterOne() {
        append(3);
        append(2);
        assertThat(events.last()).isEqualTo(5);
        assertThat(events.read(3, 10)).extracting(Event::seq).containsExactly(4L, 5L);
        assertThat(events.read(0, 2)).extracting(Event::seq).containsExactly(1L, 2L);
        assertThat(events.read(5, 10)).isEmpty();
    }

    @Test
    void listeners_areToldAfterTheCommit() {
        List<Long> seen = new ArrayList<>();
        events.onAppend(id -> seen.add(events.last()));
        append(2);
        assertThat(seen).containsExactly(2L, 2L);
    }

    @Test
    void oldEvents_areTrimmed_andNumbersGoOn() {
        append((int) EventStore.KEPT_MIN + 1000);
        List<Event> kept = events.read(0, Integer.MAX_VALUE);
        assertThat(kept).hasSizeBetween((int) EventStore.KEPT_MIN, (int) EventStore.KEPT_MIN + 500);
        append(1);
        assertThat(events.last()).isEqualTo(EventStore.KEPT_MIN + 1001);
    }
}
