/** Quantities with their unit in the type, so that bytes are never added to mebibytes. All are immutable. */
@NullMarked
package brume.core.quantity;

import org.jspecify.annotations.NullMarked;
