/** Tests of the node half that web services share. */
@NullMarked
package brume.service.web.node;

import org.jspecify.annotations.NullMarked;
