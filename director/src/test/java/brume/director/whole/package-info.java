/** A whole director as it is shipped, over a fake cloud, with agents that speak to it over real TLS. What users touch is tested against it. */
@NullMarked
package brume.director.whole;

import org.jspecify.annotations.NullMarked;
