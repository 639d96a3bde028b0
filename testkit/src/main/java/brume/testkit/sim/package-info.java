/**
 * What a simulation of the whole director is built from. Purpose: one thread, one virtual clock, one seed; the same seed gives the same trace, so that what a seed breaks can
 * be run again and mended.
 */
@NullMarked
package brume.testkit.sim;

import org.jspecify.annotations.NullMarked;
