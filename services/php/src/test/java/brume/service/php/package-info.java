/** Tests of the plan half: scripts with golden answers, random worlds, and what users may set. */
@NullMarked
package brume.service.php;

import org.jspecify.annotations.NullMarked;
