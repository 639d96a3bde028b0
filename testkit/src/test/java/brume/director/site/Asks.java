package brume.director.site;

import org.jooq.DSLContext;
import org.jooq.InsertReturningStep;

/** Runs SQL, and is no store. */
final class Asks {
    private Asks() {}

    static int count(DSLContext tx, InsertReturningStep insert) {
        insert.returning();
        return tx.fetchCount();
    }
}
