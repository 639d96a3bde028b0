/** Tests. */
@NullMarked
package brume.agent.base;

import org.jspecify.annotations.NullMarked;
