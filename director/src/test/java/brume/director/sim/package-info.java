/**
 * The simulator of the director. Purpose: run the real engine, stores and reconcilers on one thread over a fake cloud and a virtual clock, with everything going wrong that can, and
 * demand that nothing acknowledged is lost, nothing is doubled, nothing foreign is touched, and everything settles once the storm is over.
 *
 * <p>One seed decides everything: what users do, what the cloud does, where the director dies, when it oversleeps its lease. The same seed gives the same trace. A crash is an
 * {@link brume.director.sim.SimulatedCrash} thrown at a commit or at a call; all objects of the director are dropped then, and new ones go on over the same database.
 *
 * <p>{@link brume.director.sim.World} runs a seed; {@link brume.director.sim.SimDirector} is the director in it; {@link brume.director.sim.Variation} is where a test plants a
 * mistake or adds reconcilers; {@link brume.director.sim.Invariants} judges.
 */
@NullMarked
package brume.director.sim;

import org.jspecify.annotations.NullMarked;
