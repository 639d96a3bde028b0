package brume.director.engine;

import brume.director.db.Database;
import brume.director.db.TestDatabases;
import brume.testkit.sim.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An engine over a database in memory and a virtual clock. */
final class Rig implements AutoCloseable {
    static final Kind KIND = new Kind("thing");
    static final UUID ID = new UUID(0, 7);

    final VirtualClock clock = new VirtualClock();
    final Database database = TestDatabases.open();
    final DueStore due = new DueStore(database, clock);
    final List<String> cries = new ArrayList<>();

    Engine engine(String name, Reconciler... reconcilers) {
        return engine(Incarnation.of(name), reconcilers);
    }

    Engine engine(Incarnation self, Reconciler... reconcilers) {
        return new Engine(database, due, List.of(reconcilers), (tx, kind, id, what, text) -> cries.add(what + ": " + text), clock, self);
    }

    void wake(UUID id) {
        database.write(tx -> {
            due.wake(tx, KIND, id);
            return true;
        });
    }

    Explanation why() {
        return due.explain(KIND, ID).orElseThrow();
    }

    /** What a database that is away throws. */
    RuntimeException away() {
        return TestDatabases.away();
    }

    /** From now until the next look. */
    Duration pause() {
        return Duration.between(clock.instant(), why().nextLook());
    }

    /** Goes on to the next look and makes it. */
    void pass(Engine engine) {
        engine.nextDue().ifPresent(clock::advanceTo);
        if (!engine.runOne()) {
            throw new AssertionError("nothing was due");
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
