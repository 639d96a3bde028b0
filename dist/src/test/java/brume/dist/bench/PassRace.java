package brume.dist.bench;

import brume.core.outcome.Outcome;
import brume.director.db.Database;
import brume.director.db.PostgresAddress;
import brume.director.engine.DueStore;
import brume.director.engine.Engine;
import brume.director.engine.Incarnation;
import brume.director.engine.Kind;
import brume.director.engine.Reconciler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How many passes one director's engine makes per second over things that are always due, each pass with a read and a write of its own besides the engine's. Arguments: file of an SQLite
 * database, or address of a PostgreSQL one with the user; for how many seconds; a name. Several at once on one PostgreSQL share the things.
 */
final class PassRace {
    private static final Kind KIND = new Kind("race");
    private static final Kind NOTE = new Kind("note");
    private static final int THINGS = 500;

    /** Until the compiler of the machine has seen everything. */
    private static final int WARMING_SECONDS = 12;

    private static final Instant NEVER = Instant.ofEpochSecond(1L << 33);

    private PassRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        int seconds = Integer.parseInt(arguments[2]);
        try (Database database = open(arguments[0], arguments[1])) {
            InstantSource clock = database.clock().orElseGet(InstantSource::system);
            DueStore due = new DueStore(database, clock);
            database.write(tx -> {
                for (int i = 0; i < THINGS; i++) {
                    due.wake(tx, KIND, new UUID(0, i));
                }
                return THINGS;
            });
            Racer racer = new Racer(database, due);
            try (Engine engine = new Engine(database, due, List.of(racer), (tx, kind, id, what, text) -> {}, clock, Incarnation.of(arguments[3]))) {
                engine.start();
                CountDownLatch never = new CountDownLatch(1);
                never.await(WARMING_SECONDS, TimeUnit.SECONDS);
                long before = engine.passes();
                long began = System.nanoTime();
                never.await(seconds, TimeUnit.SECONDS);
                long passes = engine.passes() - before;
                System.out.printf("%.0f%n", passes * 1e9 / (System.nanoTime() - began));
            }
        }
    }

    private static Database open(String address, String user) {
        return address.startsWith("postgresql:")
                ? Database.openPostgres(PostgresAddress.parse(address, user, "race", Optional.empty(), Optional.empty()), System::nanoTime)
                : Database.openSqlite(Path.of(address));
    }

    /** Looks something up, writes something down, and wants to look again at once. */
    private record Racer(Database database, DueStore due) implements Reconciler {
        @Override
        public Kind kind() {
            return KIND;
        }

        @Override
        public Outcome reconcile(UUID id) {
            due.explain(KIND, id);
            database.write(tx -> {
                due.wakeAt(tx, NOTE, id, NEVER);
                return id;
            });
            return new Outcome.Settled("again", Duration.ZERO);
        }
    }
}
