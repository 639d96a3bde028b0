/** Tests of the whole: the rules of the design over every module. */
@NullMarked
package brume.dist;

import org.jspecify.annotations.NullMarked;
