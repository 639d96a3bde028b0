package brume.director.check;

import static brume.director.db.generated.Tables.SERVICE_CHECK;

import brume.consistency.run.CheckReport;
import brume.core.id.ServiceId;
import brume.director.db.Database;
import brume.director.db.StoredJson;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/** SQL of table {@code service_check}. */
public final class CheckStore {
    private static final int TEXT_MAX = 2000;

    private final Database database;

    public CheckStore(Database database) {
        this.database = Objects.requireNonNull(database);
    }

    Optional<Check> find(DSLContext tx, ServiceId service) {
        return tx.selectFrom(SERVICE_CHECK)
                .where(SERVICE_CHECK.SERVICE_ID.eq(service.toString()))
                .fetchOptional(row -> new Check(
                        UUID.fromString(row.getId()),
                        StoredJson.read(row.getOrderJson(), Check.Terms.class),
                        row.getWantedBy(),
                        row.getWantCancel(),
                        row.getCreatedAt(),
                        Check.State.valueOf(row.getSeenState()),
                        row.getSeenDone(),
                        row.getSeenText(),
                        Optional.ofNullable(row.getSeenReportJson()).map(json -> StoredJson.read(json, CheckReport.class)),
                        row.getSeenAt(),
                        Optional.ofNullable(row.getEndedAt())));
    }

    /** In place of the one before. */
    void want(DSLContext tx, ServiceId service, UUID id, Check.Terms terms, String by, Instant now) {
        tx.deleteFrom(SERVICE_CHECK).where(SERVICE_CHECK.SERVICE_ID.eq(service.toString())).execute();
        tx.insertInto(SERVICE_CHECK)
                .set(SERVICE_CHECK.SERVICE_ID, service.toString())
                .set(SERVICE_CHECK.ID, id.toString())
                .set(SERVICE_CHECK.ORDER_JSON, StoredJson.write(terms))
                .set(SERVICE_CHECK.WANTED_BY, by)
                .set(SERVICE_CHECK.CREATED_AT, now)
                .set(SERVICE_CHECK.SEEN_STATE, Check.State.RUNNING.name())
                .set(SERVICE_CHECK.SEEN_AT, now)
                .execute();
    }

    void wantCancel(DSLContext tx, ServiceId service) {
        tx.update(SERVICE_CHECK).set(SERVICE_CHECK.WANT_CANCEL, true).where(SERVICE_CHECK.SERVICE_ID.eq(service.toString())).execute();
    }

    /** How far it is; true while it shall go on. */
    boolean seen(UUID id, long done, Instant now) {
        return database.write(tx -> {
            tx.update(SERVICE_CHECK).set(SERVICE_CHECK.SEEN_DONE, done).set(SERVICE_CHECK.SEEN_AT, now).where(SERVICE_CHECK.ID.eq(id.toString())).execute();
            return tx.select(SERVICE_CHECK.WANT_CANCEL).from(SERVICE_CHECK).where(SERVICE_CHECK.ID.eq(id.toString())).fetch(SERVICE_CHECK.WANT_CANCEL).equals(List.of(false));
        });
    }

    /** How it ended. */
    void seenEnd(UUID id, Check.State state, long done, String text, Optional<CheckReport> report, Instant now) {
        database.write(tx -> tx.update(SERVICE_CHECK)
                .set(SERVICE_CHECK.SEEN_STATE, state.name())
                .set(SERVICE_CHECK.SEEN_DONE, done)
                .set(SERVICE_CHECK.SEEN_TEXT, text.substring(0, Math.min(text.length(), TEXT_MAX)))
                .set(SERVICE_CHECK.SEEN_REPORT_JSON, report.map(StoredJson::write).orElse(null))
                .set(SERVICE_CHECK.SEEN_AT, now)
                .set(SERVICE_CHECK.ENDED_AT, now)
                .where(SERVICE_CHECK.ID.eq(id.toString()))
                .execute());
    }
}
