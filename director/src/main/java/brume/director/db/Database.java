package brume.director.db;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The director's database. One writer connection takes transactions in turn; those that wait for it at the same time share one commit (and so one sync of the disk), each in a
 * savepoint of its own. Readers are independent and see the last commit. Thread-safe.
 *
 * <p>A function given to {@link #write} may run on the thread of another writer and must touch nothing but its {@link DSLContext}. Transactions do not nest.
 */
public final class Database implements AutoCloseable {
    /** How many waiting transactions may share a commit: bounds the time that the first of them waits. */
    static final int GROUP_MAX = 64;

    private static final ScopedValue<Consumer<DSLContext>> GUARD = ScopedValue.newInstance();
    private static final String CALLBACKS = "brume.after-commit";

    private final Connection writer;
    private final DSLContext writing;
    private final Optional<HikariDataSource> readers;
    private final Optional<FileLock> ownership;
    private final ReentrantLock turn = new ReentrantLock();
    private final ConcurrentLinkedQueue<Pending<?>> waiting = new ConcurrentLinkedQueue<>();
    private boolean open;
    private volatile CommitGate gate = CommitGate.OPEN;

    Database(Connection writer, Optional<HikariDataSource> readers, Optional<FileLock> ownership) {
        this.writer = Objects.requireNonNull(writer);
        this.writing = Sqlite.dsl(writer);
        this.readers = Objects.requireNonNull(readers);
        this.ownership = Objects.requireNonNull(ownership);
    }

    /**
     * Opens the embedded database, making it or bringing its schema up to date first.
     *
     * @throws IllegalStateException when another process has it open
     */
    public static Database openSqlite(Path file) {
        return Sqlite.open(file);
    }

    /** A fresh database with the whole schema that lives in memory and is gone when closed. Reads and writes take turns. */
    public static Database openInMemory() {
        return Sqlite.openInMemory();
    }

    /** Whether no other process can use this database, so that whatever an earlier process left unfinished is free to be taken up. */
    public boolean sole() {
        return true;
    }

    /** Puts a gate around every commit from now on. For simulations. */
    public void gate(CommitGate gate) {
        this.gate = Objects.requireNonNull(gate);
    }

    /** Reads one consistent state of the database. */
    public <T extends @Nullable Object> T read(Function<DSLContext, T> query) {
        refuseNesting();
        if (readers.isEmpty()) {
            turn.lock();
            try {
                return query.apply(writing);
            } finally {
                turn.unlock();
            }
        }
        try (Connection connection = readers.get().getConnection()) {
            Sqlite.execute(connection, "BEGIN");
            try {
                return query.apply(Sqlite.dsl(connection));
            } finally {
                Sqlite.execute(connection, "COMMIT");
            }
        } catch (SQLException e) {
            throw new DatabaseException("the database could not be read", e);
        }
    }

    /** Runs {@code change} in one transaction, committed and on disk when this returns, rolled back when it throws. */
    public <T extends @Nullable Object> T write(Function<DSLContext, T> change) {
        refuseNesting();
        Pending<T> mine = new Pending<>(change, GUARD.isBound() ? Optional.of(GUARD.get()) : Optional.empty());
        waiting.add(mine);
        turn.lock();
        try {
            // Whoever gets the turn commits for everybody who waits; the others find theirs done.
            while (!mine.isDone()) {
                commitGroup();
            }
        } finally {
            turn.unlock();
        }
        return mine.result();
    }

    /** Runs {@code body} so that every {@link #write} that it makes begins with {@code guard} in the same transaction; a guard that throws forbids the write. */
    public static <T extends @Nullable Object> T guarded(Consumer<DSLContext> guard, Supplier<T> body) {
        return ScopedValue.where(GUARD, guard).call(body::get);
    }

    /** Runs {@code action} once the transaction that {@code tx} belongs to is committed, on the writing thread; never when it is rolled back. */
    public static void afterCommit(DSLContext tx, Runnable action) {
        if (!(tx.configuration().data(CALLBACKS) instanceof Pending<?> pending)) {
            throw new IllegalStateException("not in a write transaction");
        }
        pending.callbacks.add(action);
    }

    @Override
    public void close() {
        turn.lock();
        try {
            readers.ifPresent(HikariDataSource::close);
            writer.close();
            if (ownership.isPresent()) {
                ownership.get().acquiredBy().close();
            }
        } catch (SQLException | IOException e) {
            throw new DatabaseException("the database could not be closed", e);
        } finally {
            turn.unlock();
        }
    }

    private void refuseNesting() {
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException("transactions do not nest: use the context at hand");
        }
    }

    private void commitGroup() {
        List<Pending<?>> group = takeGroup();
        if (group.size() == 1) {
            commitOne(group.getFirst());
            return;
        }
        try {
            begin();
            for (Pending<?> pending : group) {
                runInSavepoint(pending);
            }
            commit();
            group.forEach(Pending::done);
        } catch (Throwable e) {
            rollBack(e);
            group.forEach(pending -> pending.fail(e));
        }
    }

    private List<Pending<?>> takeGroup() {
        List<Pending<?>> group = new ArrayList<>();
        for (Pending<?> next = waiting.poll(); next != null; next = waiting.poll()) {
            group.add(next);
            if (group.size() == GROUP_MAX) {
                break;
            }
        }
        return group;
    }

    private void commitOne(Pending<?> pending) {
        try {
            begin();
            apply(pending);
            commit();
            pending.done();
        } catch (Throwable e) {
            rollBack(e);
            pending.fail(e);
        }
    }

    private void runInSavepoint(Pending<?> pending) throws SQLException {
        Sqlite.execute(writer, "SAVEPOINT member");
        try {
            apply(pending);
        } catch (Throwable e) {
            Sqlite.execute(writer, "ROLLBACK TO member");
            pending.fail(e);
        }
        Sqlite.execute(writer, "RELEASE member");
    }

    private void apply(Pending<?> pending) {
        writing.data(CALLBACKS, pending);
        try {
            pending.apply(writing);
        } finally {
            writing.configuration().data().remove(CALLBACKS);
        }
    }

    private void begin() throws SQLException {
        Sqlite.execute(writer, "BEGIN IMMEDIATE");
        open = true;
    }

    private void commit() throws SQLException {
        CommitGate passed = gate;
        passed.beforeCommit();
        Sqlite.execute(writer, "COMMIT");
        open = false;
        passed.afterCommit();
    }

    private void rollBack(Throwable cause) {
        if (!open) {
            return;
        }
        open = false;
        try {
            Sqlite.execute(writer, "ROLLBACK");
        } catch (SQLException e) {
            // Some failures end the transaction by themselves (sqlite.org/lang_transaction.html).
            cause.addSuppressed(e);
        }
    }

    /** A transaction that waits for its turn. */
    private static final class Pending<T extends @Nullable Object> {
        private final Function<DSLContext, T> change;
        private final Optional<Consumer<DSLContext>> guard;
        private final List<Runnable> callbacks = new ArrayList<>();
        private @Nullable Object value;
        private @Nullable Throwable failure;
        private boolean done;

        Pending(Function<DSLContext, T> change, Optional<Consumer<DSLContext>> guard) {
            this.change = change;
            this.guard = guard;
        }

        void apply(DSLContext tx) {
            guard.ifPresent(g -> g.accept(tx));
            value = change.apply(tx);
        }

        void done() {
            done = true;
        }

        void fail(Throwable e) {
            if (!done) {
                failure = e;
                done = true;
            }
        }

        boolean isDone() {
            return done;
        }

        @SuppressWarnings({"unchecked", "NullAway"})
        T result() {
            Throwable thrown = failure;
            switch (thrown) {
                case null -> callbacks.forEach(Runnable::run);
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new DatabaseException("the database could not be written", thrown);
            }
            return (T) value;
        }
    }
}
