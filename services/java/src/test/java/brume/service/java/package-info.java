/** Tests of the plan half. */
@NullMarked
package brume.service.java;

import org.jspecify.annotations.NullMarked;
