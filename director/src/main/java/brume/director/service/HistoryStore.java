package brume.director.service;

import static brume.director.db.generated.Tables.SERVICE_HISTORY;

import brume.core.id.ServiceId;
import brume.director.db.Database;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** SQL of table {@code service_history}: every change of state with its time and reason. */
public final class HistoryStore {
    /** Entries kept per service: years of ordinary life, and a bound for a service that flaps. */
    static final int ENTRIES_MAX = 1000;

    private final Database database;

    public HistoryStore(Database database) {
        this.database = Objects.requireNonNull(database);
    }

    /** One change. */
    public record Entry(long seq, Instant at, ServiceState state, String reason) {}

    void seen(DSLContext tx, ServiceId service, Instant now, ServiceState state, String reason) {
        long seq = 1 + tx.select(DSL.coalesce(DSL.max(SERVICE_HISTORY.SEQ), 0L))
                .from(SERVICE_HISTORY)
                .where(SERVICE_HISTORY.SERVICE_ID.eq(service.toString()))
                .fetchSingle(0, Long.class);
        tx.insertInto(SERVICE_HISTORY)
                .set(SERVICE_HISTORY.SERVICE_ID, service.toString())
                .set(SERVICE_HISTORY.SEQ, seq)
                .set(SERVICE_HISTORY.AT, now.toEpochMilli())
                .set(SERVICE_HISTORY.STATE, state.name())
                .set(SERVICE_HISTORY.REASON, reason)
                .execute();
        tx.deleteFrom(SERVICE_HISTORY)
                .where(SERVICE_HISTORY.SERVICE_ID.eq(service.toString()))
                .and(SERVICE_HISTORY.SEQ.le(seq - ENTRIES_MAX))
                .execute();
    }

    void bury(DSLContext tx, ServiceId service) {
        tx.deleteFrom(SERVICE_HISTORY).where(SERVICE_HISTORY.SERVICE_ID.eq(service.toString())).execute();
    }

    /** Newest last. */
    public List<Entry> of(ServiceId service) {
        return database.read(tx -> tx.selectFrom(SERVICE_HISTORY)
                .where(SERVICE_HISTORY.SERVICE_ID.eq(service.toString()))
                .orderBy(SERVICE_HISTORY.SEQ)
                .fetch(r -> new Entry(r.getSeq(), Instant.ofEpochMilli(r.getAt()), ServiceState.valueOf(r.getState()), r.getReason())));
    }
}
