package brume.director.db;

import static java.util.stream.Collectors.toCollection;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
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

    /** News that means: whatever you look at may have changed. */
    public static final String ANYTHING = "*";

    private static final ScopedValue<Consumer<DSLContext>> GUARD = ScopedValue.newInstance();
    private static final String CALLBACKS = "brume.after-commit";

    private final Storage storage;
    private final ReentrantLock turn = new ReentrantLock();
    private final ConcurrentLinkedQueue<Pending<?>> waiting = new ConcurrentLinkedQueue<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private boolean open;
    private volatile CommitGate gate = CommitGate.OPEN;

    Database(Storage storage) {
        this.storage = Objects.requireNonNull(storage);
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

    /**
     * Opens a PostgreSQL database, which directors may share, bringing the deployment's schema up to date first.
     *
     * @param nanos a clock of this machine that never jumps, such as {@code System::nanoTime}
     * @throws DatabaseException when the server is away or does not let us in
     */
    public static Database openPostgres(PostgresAddress address, LongSupplier nanos) {
        return Postgres.open(address, nanos);
    }

    /** Whether no other process can use this database, so that whatever an earlier process left unfinished is free to be taken up. */
    public boolean sole() {
        return storage.sole();
    }

    /** The clock that all directors on this database go by; empty where there is one director, whose own clock is as good. */
    public Optional<InstantSource> clock() {
        return storage.clock();
    }

    /** {@code listener} gets the news that other directors' transactions told, one word at a time, on the thread that calls {@link #hear}; it must be quick and must not throw. */
    public void onNews(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** Waits for news of other directors, at most so long. For one thread, and only where the database is not {@link #sole}. */
    public void hear(Duration most) {
        try {
            storage.hear(most, word -> listeners.forEach(listener -> listener.accept(word)));
        } catch (SQLException e) {
            throw new DatabaseException("the database does not let us listen", e);
        }
    }

    /** Asks the database for nothing in particular; {@link DatabaseException} when it does not answer. */
    public void probe() {
        read(tx -> tx.selectOne().fetchSingle());
    }

    /** Puts a gate around every commit from now on. For simulations. */
    public void gate(CommitGate gate) {
        this.gate = Objects.requireNonNull(gate);
    }

    /** Reads one consistent state of the database. */
    public <T extends @Nullable Object> T read(Function<DSLContext, T> query) {
        refuseNesting();
        if (storage.readers().isEmpty()) {
            turn.lock();
            try {
                return query.apply(storage.writing());
            } finally {
                turn.unlock();
            }
        }
        HikariDataSource readers = storage.readers().get();
        try {
            return readOnce(readers, query);
        } catch (DatabaseException e) {
            if (storage.sole()) {
                throw e;
            }
            // Connections of a server that was started again break at their next use; reading twice harms nobody.
            readers.getHikariPoolMXBean().softEvictConnections();
            return readOnce(readers, query);
        }
    }

    private <T extends @Nullable Object> T readOnce(HikariDataSource readers, Function<DSLContext, T> query) {
        try (Connection connection = readers.getConnection()) {
            storage.beginReading(connection);
            T result;
            try {
                result = query.apply(storage.dsl(connection));
            } catch (RuntimeException | Error e) {
                endReading(connection, e);
                throw e;
            }
            storage.endReading(connection);
            return result;
        } catch (SQLException e) {
            throw new DatabaseException("the database could not be read", e);
        } catch (DataAccessException e) {
            throw told(e);
        }
    }

    private void endReading(Connection connection, Throwable cause) {
        try {
            storage.endReading(connection);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Failures that are nobody's mistake get types of their own. */
    private RuntimeException told(DataAccessException e) {
        SQLException cause = e.getCause(SQLException.class);
        if (cause == null) {
            return e;
        }
        if (storage.full(cause)) {
            return new DiskFullException(e);
        }
        return storage.lost(cause) ? new DatabaseException("the connection to the database is lost", e) : e;
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
        try {
            return mine.result();
        } catch (DataAccessException e) {
            throw told(e);
        }
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

    /**
     * Has the other directors told {@code news}, one word without spaces, once the transaction is committed. Without others, it costs nothing. News may be lost with a connection; then
     * listeners get {@link #ANYTHING}.
     */
    public static void tell(DSLContext tx, String news) {
        if (tx.configuration().data(CALLBACKS) instanceof Pending<?> pending) {
            pending.news.add(news);
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            storage.close();
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
        try {
            DSLContext tx = storage.begin();
            open = true;
            if (group.size() == 1) {
                apply(tx, group.getFirst());
            } else {
                for (Pending<?> pending : group) {
                    runInSavepoint(tx, pending);
                }
            }
            commit(news(group));
            group.forEach(Pending::done);
        } catch (Throwable e) {
            rollBack(e);
            Throwable told = e instanceof SQLException failed && storage.full(failed) ? new DiskFullException(failed) : e;
            group.forEach(pending -> pending.fail(told));
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

    private void runInSavepoint(DSLContext tx, Pending<?> pending) throws SQLException {
        storage.execute("SAVEPOINT member");
        try {
            apply(tx, pending);
        } catch (Throwable e) {
            backToSavepoint(e);
            pending.fail(e);
        }
        storage.execute("RELEASE member");
    }

    /** A full disk may have ended the transaction by itself (sqlite.org/lang_transaction.html): then nobody's part of it is left, and all of them fail by the same cause. */
    private void backToSavepoint(Throwable cause) throws SQLException {
        try {
            storage.execute("ROLLBACK TO member");
        } catch (SQLException e) {
            Optional<SQLException> first = cause instanceof DataAccessException failed ? Optional.ofNullable(failed.getCause(SQLException.class)) : Optional.empty();
            SQLException thrown = first.orElse(e);
            thrown.addSuppressed(first.isPresent() ? e : cause);
            throw thrown;
        }
    }

    private static void apply(DSLContext tx, Pending<?> pending) {
        tx.data(CALLBACKS, pending);
        try {
            pending.apply(tx);
        } finally {
            tx.configuration().data().remove(CALLBACKS);
        }
    }

    private Set<String> news(List<Pending<?>> group) {
        if (storage.sole()) {
            return Set.of();
        }
        return group.stream().filter(pending -> !pending.isDone()).flatMap(pending -> pending.news.stream()).collect(toCollection(TreeSet::new));
    }

    private void commit(Set<String> news) throws SQLException {
        CommitGate passed = gate;
        passed.beforeCommit();
        storage.commit(news);
        open = false;
        passed.afterCommit();
    }

    private void rollBack(Throwable cause) {
        if (!open) {
            return;
        }
        open = false;
        try {
            storage.rollBack();
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
        private final Set<String> news = new HashSet<>();
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
