/**
 * Records as JSON text, for what runs beside other people's programs and has to be small: the agent and the node halves of services. Purpose: the documents between director
 * and agent, the settings of roles, and what agent and roles keep on their machine.
 *
 * <p>The text is what the usual library writes of the same records, so that a director may use either; a test says so. What can go wrong: text that is not such a record, which
 * is an {@link java.io.IOException} that quotes nothing of it.
 */
@NullMarked
package brume.json;

import org.jspecify.annotations.NullMarked;
