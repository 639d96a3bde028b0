package brume.director.engine;

import java.time.Instant;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * Asks the engine to look at something: in the same transaction as the change that makes the look worthwhile, so that neither is ever without the other. A wake during a pass is
 * not lost: another pass follows. Waking what no reconciler looks after, or what has no row, does no harm.
 */
public interface Wakes {
    /** Look as soon as this transaction is committed. */
    void wake(DSLContext tx, Kind kind, UUID id);

    /** Look at {@code at}, or earlier if a look was due before then. */
    void wakeAt(DSLContext tx, Kind kind, UUID id, Instant at);
}
