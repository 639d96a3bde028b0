/** Tests. */
@NullMarked
package brume.agent.node;

import org.jspecify.annotations.NullMarked;
