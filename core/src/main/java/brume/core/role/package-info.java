/**
 * The node half of a service: a {@link brume.core.role.Role} brings one program to its wanted configuration on one machine. Purpose: idempotent
 * {@code look, bring, stop}, run by the agent, which supplies the machine as a {@link brume.core.role.NodeSystem}.
 */
@NullMarked
package brume.core.role;

import org.jspecify.annotations.NullMarked;
