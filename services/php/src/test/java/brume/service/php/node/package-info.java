/** Tests of the node half: configuration texts, and the roles on a machine that is a folder and a few rules. */
@NullMarked
package brume.service.php.node;

import org.jspecify.annotations.NullMarked;
