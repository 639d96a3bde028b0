/** Tests. */
@NullMarked
package brume.agent.tls;

import org.jspecify.annotations.NullMarked;
