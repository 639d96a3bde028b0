/** Tests. */
@NullMarked
package brume.agent.machine;

import org.jspecify.annotations.NullMarked;
