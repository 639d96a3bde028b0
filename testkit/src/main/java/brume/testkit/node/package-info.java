/**
 * A machine for the tests of node halves: files in a folder, units and processes that are only written down. Purpose: what a role would do to a machine can be read and checked, step by
 * step, with every step failing when the test says so.
 */
@NullMarked
package brume.testkit.node;

import org.jspecify.annotations.NullMarked;
