package brume.director.site;

import org.jooq.DSLContext;

/** Hands a transaction to a store, as everybody may. */
final class PassesOn {
    private PassesOn() {}

    static int count(DSLContext tx) {
        return GoodStore.count(tx);
    }
}
