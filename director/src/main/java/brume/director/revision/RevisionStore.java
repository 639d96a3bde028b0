package brume.director.revision;

import static brume.director.db.generated.Tables.REVISION;

import brume.core.id.AppId;
import brume.director.db.Database;
import brume.director.db.RowLimit;
import brume.director.db.StoredJson;
import brume.director.db.generated.tables.records.RevisionRecord;
import com.fasterxml.jackson.core.type.TypeReference;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;

/** SQL of table {@code revision}. */
public final class RevisionStore {
    /** Revisions kept per application unless the settings say otherwise: some months of daily work. */
    public static final int KEPT = 200;

    private static final TypeReference<List<String>> IDS = new TypeReference<>() {};
    private static final int WHO_MAX = 100;
    private static final int TEXT_MAX = 2000;

    private final Database database;
    private final InstantSource clock;
    private final int kept;

    /** @param kept revisions per application; older ones go */
    public RevisionStore(Database database, InstantSource clock, int kept) {
        this.database = Objects.requireNonNull(database);
        this.clock = Objects.requireNonNull(clock);
        this.kept = kept;
    }

    /**
     * Writes down what is wanted from now on, in the transaction of the change. Gives the number.
     *
     * @param services ids, in the order of the design's services
     */
    public long want(DSLContext tx, AppId app, String who, String text, Design design, List<String> services) {
        long number = 1 + last(tx, app).map(Revision::number).orElse(0L);
        tx.insertInto(REVISION)
                .set(REVISION.APP_ID, app.toString())
                .set(REVISION.NUMBER, number)
                .set(REVISION.CREATED_AT, clock.instant())
                .set(REVISION.WHO, cut(who, WHO_MAX))
                .set(REVISION.TEXT, cut(text, TEXT_MAX))
                .set(REVISION.MANIFEST, DesignText.json(design))
                .set(REVISION.SERVICES_JSON, StoredJson.write(services))
                .execute();
        tx.deleteFrom(REVISION)
                .where(REVISION.APP_ID.eq(app.toString()))
                .and(REVISION.NUMBER.le(number - kept))
                .execute();
        return number;
    }

    /** The newest one. */
    public Optional<Revision> last(DSLContext tx, AppId app) {
        return tx.selectFrom(REVISION)
                .where(REVISION.APP_ID.eq(app.toString()))
                .orderBy(REVISION.NUMBER.desc())
                .limit(RowLimit.of(1))
                .fetchOptional(RevisionStore::revision);
    }

    public Optional<Revision> find(DSLContext tx, AppId app, long number) {
        return tx.selectFrom(REVISION)
                .where(REVISION.APP_ID.eq(app.toString()))
                .and(REVISION.NUMBER.eq(number))
                .fetchOptional(RevisionStore::revision);
    }

    /** Newest first, from below {@code before}. */
    public List<Revision> list(AppId app, long before, int limit) {
        return database.read(tx -> tx.selectFrom(REVISION)
                .where(REVISION.APP_ID.eq(app.toString()))
                .and(REVISION.NUMBER.lt(before))
                .orderBy(REVISION.NUMBER.desc())
                .limit(RowLimit.of(limit))
                .fetch(RevisionStore::revision));
    }

    private static Revision revision(RevisionRecord row) {
        return new Revision(
                row.getNumber(), row.getCreatedAt(), row.getWho(), row.getText(), DesignText.read(row.getManifest()), StoredJson.read(row.getServicesJson(), IDS));
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max);
    }
}
