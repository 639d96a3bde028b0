/** The contract finds drivers that break it, and leaves nothing behind. */
@NullMarked
package brume.testkit.contract;

import org.jspecify.annotations.NullMarked;
