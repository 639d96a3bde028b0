/** Tests of the node half. */
@NullMarked
package brume.service.java.node;

import org.jspecify.annotations.NullMarked;
