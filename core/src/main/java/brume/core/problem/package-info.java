/**
 * What a user did wrong. Purpose: all mistakes at once, each with its place, as values rather than exceptions; the HTTP edge shows them as
 * RFC 9457 problems and the command line as a list.
 */
@NullMarked
package brume.core.problem;

import org.jspecify.annotations.NullMarked;
