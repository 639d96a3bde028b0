/** Tests. */
@NullMarked
package brume.json;

import org.jspecify.annotations.NullMarked;
