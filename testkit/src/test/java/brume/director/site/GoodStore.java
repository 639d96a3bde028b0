package brume.director.site;

import org.jooq.DSLContext;

/** Runs SQL, as a store may. */
final class GoodStore {
    private GoodStore() {}

    static int count(DSLContext tx) {
        return tx.fetchCount();
    }
}
