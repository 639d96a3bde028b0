/** The simulator at work on a director of a hundred lines: it passes as it is, and each of its mistakes is found. */
@NullMarked
package brume.testkit.sim;

import org.jspecify.annotations.NullMarked;
