/**
 * Events: what changed, in order, for people and pages that listen. Purpose: one numbered list with a resume token, written in the transaction of the change itself. Owns the
 * table {@code event}.
 *
 * <p>Numbers grow by one with every event and are never used twice. The list is trimmed to its newest {@link brume.director.event.EventStore#KEPT_MIN} and some; a listener that
 * comes back later than that finds a gap in the numbers and has to read the state anew. Listeners are told after the commit that there is more, and read it themselves.
 */
@NullMarked
package brume.director.event;

import org.jspecify.annotations.NullMarked;
