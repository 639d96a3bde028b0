/**
 * The simulator of the director. Purpose: run the real engine, stores, reconcilers, service plans and agents' desk on one thread over a fake cloud, simulated agents and a virtual clock,
 * with everything going wrong that can, and demand that nothing acknowledged is lost, nothing is doubled, nothing foreign is touched, and everything settles once the storm is over.
 *
 * <p>One seed decides everything: what people do, what the cloud does, where the director dies, when it oversleeps its lease, which messages are lost. The same seed gives the same
 * trace. A crash is a {@link brume.testkit.sim.SimulatedCrash} thrown at a commit or at a call; all objects of the director are dropped then, and new ones go on over the same
 * database.
 *
 * <p>{@link brume.director.sim.SimWorld} is what {@link brume.testkit.sim.Simulation} plays; {@link brume.director.sim.Storm} says how bad it gets, and which of two worlds it is: in
 * the whole one {@link brume.director.sim.AppUsers} deploy applications of php and mysql, whose programs {@link brume.director.sim.SimRoles} imitates; in the small one
 * {@link brume.director.sim.NodeUsers} want nodes one by one, so that a seed costs little. {@link brume.director.sim.SimDirector} is the director in it, and
 * {@link brume.director.sim.Company} has one or two of them at work on one database;
 * {@link brume.director.sim.Variation} is where a test plants a mistake; {@link brume.director.sim.Invariants} judges.
 */
@NullMarked
package brume.director.sim;

import org.jspecify.annotations.NullMarked;

