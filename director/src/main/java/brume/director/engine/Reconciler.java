package brume.director.engine;

import brume.core.outcome.Outcome;
import brume.core.outcome.Reason;
import java.util.UUID;

/**
 * The only actor on aggregates of one kind. One pass: look, decide by a pure planner, do at most one thing, write down what was seen, say when to look again. Called by the engine
 * only, never twice at a time for one id while a lease lasts. Keeps nothing in memory that a restart may not lose. Must not loop, sleep or catch
 * {@link brume.core.driver.DriverException}.
 */
public interface Reconciler {
    Kind kind();

    Outcome reconcile(UUID id);

    /** Told, after a pass that ended in remote trouble, what the trouble is called, to write it down where it is shown. Makes no remote call. */
    default void troubled(UUID id, Reason reason) {}
}
