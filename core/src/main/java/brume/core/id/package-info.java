/**
 * Typed identities. Purpose: an instance's id can never be passed where an application's is meant. Ids are UUIDs of version 7
 * (RFC 9562), made by an {@link brume.core.id.IdSource} that is passed in, so that a simulation with one seed makes the same ids.
 */
@NullMarked
package brume.core.id;

import org.jspecify.annotations.NullMarked;
