package brume.director.event;

import static brume.director.db.generated.Tables.EVENT;
import static org.jooq.impl.DSL.max;

import brume.director.db.Database;
import brume.director.db.RowLimit;
import brume.director.db.generated.tables.records.EventRecord;
import brume.director.engine.Announcer;
import brume.director.engine.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jooq.DSLContext;

/** Table {@code event}. Thread-safe. */
public final class EventStore implements Announcer {
    /** At least so many of the newest events are kept: a busy day of a lab. */
    public static final long KEPT_MIN = 10_000;

    /** Trimmed at every so many events, so that an append is cheap. */
    private static final long TRIM_EVERY = 500;

    private static final String NEWS = "event:";

    private static final int TEXT_CHARS_MAX = 2000;

    private final Database database;
    private final InstantSource clock;
    private final List<Consumer<UUID>> listeners = new CopyOnWriteArrayList<>();

    public EventStore(Database database, InstantSource clock) {
        this.database = Objects.requireNonNull(database);
        this.clock = Objects.requireNonNull(clock);
        database.onNews(news -> {
            if (news.startsWith(NEWS)) {
                announce(UUID.fromString(news.substring(NEWS.length())));
            }
        });
    }

    @Override
    public void append(DSLContext tx, Kind kind, UUID id, String what, String text) {
        long seq = last(tx) + 1;
        String cut = text.length() <= TEXT_CHARS_MAX ? text : text.substring(0, TEXT_CHARS_MAX);
        tx.insertInto(EVENT, EVENT.SEQ, EVENT.AT, EVENT.KIND, EVENT.ID, EVENT.WHAT, EVENT.TEXT)
                .values(seq, clock.millis(), kind.name(), id.toString(), what, cut)
                .execute();
        if (seq % TRIM_EVERY == 0) {
            tx.deleteFrom(EVENT).where(EVENT.SEQ.le(seq - KEPT_MIN)).execute();
        }
        Database.afterCommit(tx, () -> announce(id));
        Database.tell(tx, NEWS + id);
    }

    /** Up to {@code limit} events after {@code after}, the oldest first. */
    public List<Event> read(long after, int limit) {
        return database.read(tx ->
                tx.selectFrom(EVENT).where(EVENT.SEQ.gt(after)).orderBy(EVENT.SEQ).limit(RowLimit.of(limit)).fetch(EventStore::event));
    }

    /** Number of the newest event, 0 when there was none yet. */
    public long last() {
        return database.read(EventStore::last);
    }

    /** {@code listener} gets, after the commit, the id that every appended event is about, whichever director appended it; it must be quick and must not throw. */
    public void onAppend(Consumer<UUID> listener) {
        listeners.add(listener);
    }

    private void announce(UUID id) {
        listeners.forEach(listener -> listener.accept(id));
    }

    private static long last(DSLContext tx) {
        return tx.select(max(EVENT.SEQ)).from(EVENT).fetchOptional(0, Long.class).orElse(0L);
    }

    private static Event event(EventRecord row) {
        return new Event(
                row.getSeq(),
                Instant.ofEpochMilli(row.getAt()),
                new Kind(row.getKind()),
                UUID.fromString(row.getId()),
                row.getWhat(),
                row.getText());
    }
}
