/** The command line, its real commands against a whole director. Here, because both are in sight from here and the command line itself knows nothing but HTTP. */
@NullMarked
package brume.cli;

import org.jspecify.annotations.NullMarked;
