package brume.director.engine;

import static org.assertj.core.api.Assertions.assertThat;

import brume.core.outcome.Outcome;
import brume.director.db.Database;
import brume.director.db.OnBothEngines;
import brume.director.db.TestDatabases;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The engine on its own threads and the real clock. */
@OnBothEngines
final class CrewTest {
    private static final Kind CROWD = new Kind("crowd");
    private static final Kind LONER = new Kind("loner");
    private static final Outcome SETTLED = new Outcome.Settled("as wanted", Duration.ofMinutes(1));
    private static final int PATIENCE_SECONDS = 60;

    @AutoClose
    private final Database database = TestDatabases.open();

    private final DueStore due = new DueStore(database, InstantSource.system());

    private record Does(Kind kind, Consumer<UUID> what) implements Reconciler {
        @Override
        public Outcome reconcile(UUID id) {
            what.accept(id);
            return SETTLED;
        }
    }

    private Engine engine(Reconciler... reconcilers) {
        return new Engine(database, due, List.of(reconcilers), (tx, kind, id, what, text) -> {}, InstantSource.system(), Incarnation.of("test"));
    }

    private void wake(Kind kind, int count) {
        database.write(tx -> {
            for (int i = 0; i < count; i++) {
                due.wake(tx, kind, new UUID(1, i));
            }
            return count;
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everythingWoken_isLookedAt() {
        int count = 500;
        CountDownLatch looked = new CountDownLatch(count);
        Set<UUID> seen = ConcurrentHashMap.newKeySet();
        Does crowd = new Does(CROWD, id -> {
            if (seen.add(id)) {
                looked.countDown();
            }
        });
        try (Engine engine = engine(crowd)) {
            engine.start();
            wake(CROWD, count);
            await(looked);
        }
        assertThat(due.explain(CROWD, new UUID(1, 0)).orElseThrow().outcome()).as("closing lets passes end").isEqualTo("settled");
    }

    @Test
    void crowdOfOneKind_keepsNoOtherWaiting() {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch lonerSeen = new CountDownLatch(1);
        try (Engine engine = engine(new Does(CROWD, id -> await(release)), new Does(LONER, id -> lonerSeen.countDown()))) {
            engine.start();
            wake(CROWD, Crew.PASSES_MAX * 2);
            wake(LONER, 1);
            await(lonerSeen);
            release.countDown();
        }
    }

    @Test
    void oneAggregate_isNeverLookedAtTwiceAtATime() {
        int wakes = 300;
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch enough = new CountDownLatch(20);
        Does crowd = new Does(CROWD, id -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            enough.countDown();
            inside.decrementAndGet();
        });
        try (Engine engine = engine(crowd)) {
            engine.start();
            for (int i = 0; i < wakes || enough.getCount() > 0; i++) {
                wake(CROWD, 1);
            }
        }
        assertThat(most).hasValue(1);
    }
}
