package brume.director.db;

import static brume.director.db.generated.Tables.ADDRESS;
import static brume.director.db.generated.Tables.EVENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothEngines
final class TransactionsTest {
    @TempDir
    private Path folder;

    @Test
    void throwingTransaction_isRolledBack_andTheNextOneWorks() {
        try (Database database = TestDatabases.open()) {
            assertThatThrownBy(() -> database.write(tx -> {
                        insert(tx, 1);
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            database.write(tx -> insert(tx, 2));
            assertThat(count(database)).isOne();
        }
    }

    @Test
    void readers_seeTheLastCommit_whileAWriterIsAtWork() {
        try (Database database = TestDatabases.openOnDisk(folder);
                ExecutorService elsewhere = Executors.newVirtualThreadPerTaskExecutor()) {
            int seen = database.write(tx -> {
                insert(tx, 1);
                return Futures.get(elsewhere.submit(() -> count(database)));
            });
            assertThat(seen).isZero();
            assertThat(count(database)).isOne();
        }
    }

    @Test
    void callbacks_runAfterTheCommit_andNotAfterARollback() {
        try (Database database = TestDatabases.open()) {
            List<Integer> seen = new ArrayList<>();
            database.write(tx -> {
                Database.afterCommit(tx, () -> seen.add(count(database)));
                return insert(tx, 1);
            });
            assertThatThrownBy(() -> database.write(tx -> {
                        Database.afterCommit(tx, () -> seen.add(-1));
                        throw new IllegalStateException("no");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(seen).containsExactly(1);
        }
    }

    @Test
    void manyWriters_allCommit_andAFailingOneHurtsNoOther() {
        int writers = 500;
        try (Database database = TestDatabases.openOnDisk(folder);
                ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicInteger commits = new AtomicInteger();
            database.gate(counting(commits));
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                int seq = i;
                results.add(pool.submit(() -> database.write(tx -> {
                    insert(tx, seq);
                    if (seq % 10 == 0) {
                        throw new IllegalStateException("no");
                    }
                    return seq;
                })));
            }
            long failed = results.stream().filter(Futures::fails).count();
            assertThat(failed).isEqualTo(writers / 10);
            assertThat(count(database)).isEqualTo(writers - writers / 10);
            assertThat(commits.get()).as("commits are shared").isLessThan(writers);
        }
    }

    @Test
    void foreignKeys_areEnforced() {
        try (Database database = TestDatabases.open()) {
            assertThatThrownBy(() -> database.write(tx -> tx.insertInto(ADDRESS, ADDRESS.SITE_ID, ADDRESS.ADDRESS_, ADDRESS.INSTANCE_ID, ADDRESS.CREATED_AT)
                            .values("none", "10.0.0.1", "x", Instant.EPOCH)
                            .execute()))
                    .isInstanceOf(DataAccessException.class);
        }
    }

    @Test
    void nestedTransactions_areRefused() {
        try (Database database = TestDatabases.open()) {
            assertThatThrownBy(() -> database.write(tx -> database.read(TransactionsTest::count)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void crashAfterTheCommit_keepsTheRows_crashBeforeIt_losesThem() {
        try (Database database = TestDatabases.open()) {
            database.gate(new CrashingGate(true));
            assertThatThrownBy(() -> database.write(tx -> insert(tx, 1))).isInstanceOf(Crash.class);
            database.gate(new CrashingGate(false));
            assertThatThrownBy(() -> database.write(tx -> insert(tx, 2))).isInstanceOf(Crash.class);
            database.gate(CommitGate.OPEN);
            List<Long> rows = database.read(tx -> tx.select(EVENT.SEQ).from(EVENT).fetch(EVENT.SEQ));
            assertThat(rows).containsExactly(2L);
        }
    }

    @Test
    void guard_goesBeforeEveryWrite_andForbidsIt() {
        try (Database database = TestDatabases.open()) {
            assertThatThrownBy(() -> Database.guarded(
                            tx -> {
                                throw new IllegalStateException("fenced");
                            },
                            () -> database.write(tx -> insert(tx, 1))))
                    .hasMessage("fenced");
            assertThat(count(database)).isZero();
        }
    }

    @Test
    void textThatOneEngineCannotHold_isStoredAlikeOnBoth() {
        try (Database database = TestDatabases.open()) {
            database.write(tx -> tx.insertInto(EVENT, EVENT.SEQ, EVENT.AT, EVENT.KIND, EVENT.ID, EVENT.WHAT, EVENT.TEXT)
                    .values(1L, 0L, "k", "i", "w", "a\0b \uD83D\uDE00")
                    .execute());
            String text = database.read(tx -> tx.select(EVENT.TEXT).from(EVENT).fetchSingle(EVENT.TEXT));
            assertThat(text).isEqualTo("a\uFFFDb \uD83D\uDE00");
        }
    }

    private static int insert(DSLContext tx, long seq) {
        return tx.insertInto(EVENT, EVENT.SEQ, EVENT.AT, EVENT.KIND, EVENT.ID, EVENT.WHAT, EVENT.TEXT)
                .values(seq, 0L, "k", "i", "w", "t")
                .execute();
    }

    private static int count(Database database) {
        return database.read(TransactionsTest::count);
    }

    private static int count(DSLContext tx) {
        return tx.fetchCount(EVENT);
    }

    private static CommitGate counting(AtomicInteger commits) {
        return new CommitGate() {
            @Override
            public void beforeCommit() {
                commits.incrementAndGet();
            }

            @Override
            public void afterCommit() {}
        };
    }

    private record CrashingGate(boolean before) implements CommitGate {
        @Override
        public void beforeCommit() {
            if (before) {
                throw new Crash();
            }
        }

        @Override
        public void afterCommit() {
            if (!before) {
                throw new Crash();
            }
        }
    }

    @SuppressWarnings("serial")
    private static final class Crash extends Error {}
}
