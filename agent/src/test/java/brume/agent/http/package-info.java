/** Tests. */
@NullMarked
package brume.agent.http;

import org.jspecify.annotations.NullMarked;
