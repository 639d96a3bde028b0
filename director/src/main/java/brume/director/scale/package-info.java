/**
 * Autoscaling of web services: the rule. Purpose: say from what proxies, backends and machines measured lately how many nodes of each role a service should have, and why, within its bounds, its budget and its patience.
 *
 * <p>{@link brume.director.scale.ScalePlanner} is a pure function from a {@link brume.director.scale.ScaleSight} to a {@link brume.director.scale.ScaleStep}; every step, also one that changes nothing, says why in one sentence. The
 * trial of {@code dist/bench/scale.sh} plays it on recorded traces. Nothing in the director acts on it yet: what is missing is a reconciler that looks at the series, calls it, and
 * writes what it decides as a revision.
 *
 * <p>What can go wrong: figures that are missing or old (nothing is done), a service time that no number of machines makes shorter (the most that bounds and budget allow, and the step says so).
 */
@NullMarked
package brume.director.scale;

import org.jspecify.annotations.NullMarked;
