/**
 * What every part of the agent stands on. Purpose: the places where threads are made ({@link brume.agent.base.AgentThreads}), where time passes
 * ({@link brume.agent.base.SteadyClock}, {@link brume.agent.base.Signal}) and where small files reach the disk whole ({@link brume.agent.base.WholeFile}).
 *
 * <p>The agent is crash-only: a bug or an unwritable disk ends the process, the machine's init starts it again, and everything it needs is on the disk.
 */
@NullMarked
package brume.agent.base;

import org.jspecify.annotations.NullMarked;
