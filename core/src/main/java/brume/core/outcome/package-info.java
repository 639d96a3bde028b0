/**
 * What one pass of a reconciler came to. Purpose: a small closed vocabulary ({@code Settled | Working | Blocked | Gone}) that the engine
 * turns into the time of the next look, and that {@code why} shows to people unchanged.
 */
@NullMarked
package brume.core.outcome;

import org.jspecify.annotations.NullMarked;
