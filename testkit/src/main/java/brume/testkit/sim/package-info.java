/**
 * What a simulation of the whole director is built from, knowing nothing of the director. Purpose: one thread, one virtual clock, one seed; the same seed gives the same trace,
 * so that what a seed breaks can be run again and mended.
 *
 * <p>The test writes a {@link brume.testkit.sim.World}: what could happen next ({@link brume.testkit.sim.Move}s: one pass of the engine, one call of an agent, one wish of a
 * user, one accident), what must always hold ({@link brume.testkit.sim.Invariant}s) and what is not settled yet. {@link brume.testkit.sim.Simulation} plays it: a chaos phase in
 * which the seed chooses the moves, the clock jumps and everything fails that can fail; then calm, in which all must settle within a bound. A process that dies is a
 * {@link brume.testkit.sim.SimulatedCrash}, thrown by a {@link brume.testkit.sim.CrashPoint} at commits and driver calls; the world restarts itself.
 *
 * <p>{@link brume.testkit.sim.FakeAgents} are the agents of the machines of a {@link brume.testkit.fake.FakeCloud}, talking to an {@link brume.testkit.sim.AgentPort}.
 * {@link brume.testkit.sim.SeedRunner} plays many seeds and prints how to play one again.
 *
 * <p>What breaks determinism: an own thread, the real clock, identity hash codes, the order of a {@code HashMap} whose keys have them. The runner plays its first seed twice and
 * compares the traces.
 */
@NullMarked
package brume.testkit.sim;

import org.jspecify.annotations.NullMarked;
