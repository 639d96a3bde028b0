package brume.director.db;

import static brume.director.db.generated.Tables.EVENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.max;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only several processes on one database can show. */
final class PostgresTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    @BeforeEach
    @AfterEach
    void free() {
        TestDatabases.next(TestDatabases.Engine.SQLITE);
    }

    @Test
    void writersOfTwoProcesses_takeTurns_soThatNoneMissesWhatTheOtherWrote() {
        PostgresAddress address = TestDatabases.schema();
        try (Database one = Postgres.attach(address, System::nanoTime);
                Database two = Postgres.attach(address, System::nanoTime);
                ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> results = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Database database = i % 2 == 0 ? one : two;
                results.add(pool.submit(() -> database.write(PostgresTest::next)));
            }
            List<Long> numbers = results.stream().map(Futures::get).sorted().toList();
            assertThat(numbers).as("each number once").doesNotHaveDuplicates().hasSize(200).last().isEqualTo(200L);
            assertThat(one.sole()).isFalse();
        }
    }

    @Test
    void news_reachTheOthers_onceTheyAreCommitted() {
        PostgresAddress address = TestDatabases.schema();
        try (Database one = Postgres.attach(address, System::nanoTime);
                Database two = Postgres.attach(address, System::nanoTime)) {
            List<String> heardByOne = new ArrayList<>();
            List<String> heardByTwo = new ArrayList<>();
            one.onNews(heardByOne::add);
            two.onNews(heardByTwo::add);
            one.hear(Duration.ofMillis(1));
            two.hear(Duration.ofMillis(1));
            assertThat(heardByTwo).as("whatever was before").containsExactly(Database.ANYTHING);
            assertThatThrownBy(() -> one.write(tx -> {
                        Database.tell(tx, "never");
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            one.write(tx -> {
                Database.tell(tx, "a");
                Database.tell(tx, "b");
                Database.tell(tx, "a");
                return true;
            });
            two.hear(LONG);
            one.hear(Duration.ofMillis(200));
            assertThat(heardByTwo).containsExactly(Database.ANYTHING, "a", "b");
            assertThat(heardByOne).as("not its own").containsExactly(Database.ANYTHING);
        }
    }

    @Test
    void moreNewsThanFit_areAnything() {
        PostgresAddress address = TestDatabases.schema();
        try (Database one = Postgres.attach(address, System::nanoTime);
                Database two = Postgres.attach(address, System::nanoTime)) {
            List<String> heard = new ArrayList<>();
            two.hear(Duration.ofMillis(1));
            two.onNews(heard::add);
            one.write(tx -> {
                for (int i = 0; i < 1000; i++) {
                    Database.tell(tx, "event:00000000-0000-0000-0000-" + i);
                }
                return true;
            });
            two.hear(LONG);
            assertThat(heard).containsExactly(Database.ANYTHING);
        }
    }

    @Test
    void clock_isTheServers_whateverThisMachinesShows() {
        Instant server = InstantSource.system().instant();
        try (Database ahead = Postgres.attach(TestDatabases.schema(), () -> System.nanoTime() + Duration.ofDays(400).toNanos())) {
            InstantSource clock = ahead.clock().orElseThrow();
            assertThat(clock.instant()).isCloseTo(server, new TemporalUnitWithinOffset(20, java.time.temporal.ChronoUnit.SECONDS));
            Instant before = clock.instant();
            ahead.write(PostgresTest::next);
            assertThat(clock.instant()).isAfterOrEqualTo(before.minusMillis(50));
        }
    }

    @Test
    void serverThatComesBack_isUsedAgain_andWhatWasBeingCommittedIsUnknown() throws Exception {
        PostgresServer server = PostgresServer.own();
        PostgresAddress address = server.address("comes_back");
        Postgres.migrate(address);
        try (Database database = Postgres.attach(address, System::nanoTime)) {
            database.write(PostgresTest::next);
            database.gate(new CrashingServer(server));
            assertThatThrownBy(() -> database.write(PostgresTest::next)).isInstanceOf(CommitUnknownException.class);
            database.gate(CommitGate.OPEN);
            assertThatThrownBy(() -> database.write(PostgresTest::next))
                    .isInstanceOf(DatabaseException.class)
                    .isNotInstanceOf(CommitUnknownException.class);
            server.start();
            assertThat(database.write(PostgresTest::next)).as("what was not committed is gone").isEqualTo(2);
            int rows = database.read(tx -> tx.fetchCount(EVENT));
            assertThat(rows).isEqualTo(2);
            server.crash();
            server.start();
            assertThat(database.write(PostgresTest::next)).as("a connection that broke while idle is not noticed").isEqualTo(3);
        } finally {
            server.end();
        }
    }

    private static long next(DSLContext tx) {
        long seq = 1 + tx.select(max(EVENT.SEQ)).from(EVENT).fetchOptional(0, Long.class).orElse(0L);
        tx.insertInto(EVENT, EVENT.SEQ, EVENT.AT, EVENT.KIND, EVENT.ID, EVENT.WHAT, EVENT.TEXT)
                .values(seq, 0L, "k", "i", "w", "t")
                .execute();
        return seq;
    }

    /** Takes the server away when the transaction is about to be committed. */
    private record CrashingServer(PostgresServer server) implements CommitGate {
        @Override
        public void beforeCommit() {
            try {
                server.crash();
            } catch (java.io.IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void afterCommit() {}
    }
}
