/**
 * The engine: the one loop of the director. Purpose: look at every aggregate when it is due, by its {@link brume.director.engine.Reconciler}, and turn what comes of it into the
 * time of the next look. Owns the table {@code due}: one row per aggregate that wants looking at.
 *
 * <p>A row is due at a time. A wake (in the transaction of the change that calls for a look) makes it due now and counts; after the commit the dispatcher is told, so nothing is
 * polled. A pass holds the row by a lease and a token of its own. When the pass ends, the row is due again after the pause that its outcome asks for, or at once if the count of
 * wakes has grown since the claim: a wake during a pass is never lost. Every write of a pass first checks, in the same transaction, that the token is still on the row; a director
 * that slept through its lease finds itself fenced.
 *
 * <p>What can go wrong: remote trouble ({@link brume.core.driver.DriverException}) pauses for longer every time; the same work without success slows down to hourly, is shown as
 * {@code not-converging} and cried out as an alarm; an unexpected exception is logged, shown as {@code internal-error} and tried again. A director that dies leaves claims behind:
 * its next run from the same home ({@link brume.director.engine.Seat}) frees them at its start; where another director takes over, they run out first.
 *
 * <p>States of a row: free and due later; free and due; claimed; claimed and woken.
 */
@NullMarked
package brume.director.engine;

import org.jspecify.annotations.NullMarked;
