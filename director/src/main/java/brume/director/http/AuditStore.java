package brume.director.http;

import static brume.director.db.generated.Tables.AUDIT;

import brume.director.db.RowLimit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** The audit trail: one row per request that may change something, written before it is done and completed after. Ids are time-ordered, so they order the trail. */
public final class AuditStore {
    private static final int PATH_MAX = 400;
    private static final int WHO_MAX = 100;

    /** Status of a row whose request is not done yet, or was cut off by the end of the director. */
    public static final int BEGUN = 0;

    void begin(DSLContext tx, UUID id, Instant at, String who, Verb method, String path) {
        tx.insertInto(AUDIT)
                .set(AUDIT.ID, id.toString())
                .set(AUDIT.AT, at.toEpochMilli())
                .set(AUDIT.WHO, cut(who, WHO_MAX))
                .set(AUDIT.METHOD, method.name())
                .set(AUDIT.PATH, cut(path, PATH_MAX))
                .set(AUDIT.STATUS, BEGUN)
                .execute();
    }

    void finish(DSLContext tx, UUID id, int status) {
        tx.update(AUDIT).set(AUDIT.STATUS, status).where(AUDIT.ID.eq(id.toString())).execute();
    }

    /** Rows newest first, before the id when it is given. */
    List<AuditView> find(DSLContext tx, Page.Want want) {
        Condition before = want.after().map(AUDIT.ID::lt).orElse(DSL.noCondition());
        return tx.selectFrom(AUDIT).where(before).orderBy(AUDIT.ID.desc()).limit(RowLimit.of(want.rows())).fetch(row -> new AuditView(
                row.getId(),
                Instant.ofEpochMilli(row.getAt()),
                row.getWho(),
                row.getMethod(),
                row.getPath(),
                Optional.of(row.getStatus()).filter(status -> status != BEGUN)));
    }

    /** Forgets rows older than the time. */
    void trim(DSLContext tx, Instant olderThan) {
        tx.deleteFrom(AUDIT).where(AUDIT.AT.lt(olderThan.toEpochMilli())).execute();
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max);
    }
}
