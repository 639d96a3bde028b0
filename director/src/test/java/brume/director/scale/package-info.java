@NullMarked
package brume.director.scale;

import org.jspecify.annotations.NullMarked;
