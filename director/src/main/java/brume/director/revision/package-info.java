/**
 * What is wanted of an application, as a value. Purpose: to write it down (history, export), to compare it (diff, plan), to say how one comes from the other, and what it costs.
 *
 * <p>A {@link brume.director.revision.Design} holds everything that a user decides about an application and nothing else: no ids, no addresses, no secrets. {@link
 * brume.director.revision.DesignPlanner} compares two of them; its {@link brume.director.revision.Change}s are shown to people and done to rows by the same code. {@link
 * brume.director.revision.DesignText} writes a design as a manifest of one canonical form, so that equal designs have equal bytes; whoever deploys that manifest gets the design
 * again.
 *
 * <p>Owns table {@code revision}: one row per change of what is wanted, written in the transaction of the change, bounded per application. Nobody wakes for it. The number of an
 * application's last revision is the version that plans are made against.
 */
@NullMarked
package brume.director.revision;

import org.jspecify.annotations.NullMarked;
