/** The fake cloud passes the contract in every flavour, and does wrong what its faults say. */
@NullMarked
package brume.testkit.fake;

import org.jspecify.annotations.NullMarked;
