/**
 * The machine as roles touch it: {@link brume.agent.machine.MachineSystem} and what it is made of. Purpose: files written whole, programs run in a process group of their
 * own and ended with it, systemd units, verified content, addresses and load.
 *
 * <p>Everything is blocking and interruptible: an interrupt ends the program under way and comes out as {@link brume.core.role.RoleException} {@code interrupted}, with the
 * thread's interrupt status kept, so that a role that is being replaced by a newer configuration ends soon.
 *
 * <p>What can go wrong: systemd answers nobody in the first moments after boot, so its calls are repeated within a bound; a blob that does not match its digest is thrown
 * away and fetched again; a program that leaves children with its output open is not waited for.
 */
@NullMarked
package brume.agent.machine;

import org.jspecify.annotations.NullMarked;
