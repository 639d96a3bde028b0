/** Tests. */
@NullMarked
package brume.agent.role;

import org.jspecify.annotations.NullMarked;
