package brume.core.role;

import java.io.OutputStream;
import java.time.Duration;

/**
 * The node half of an errand: something done at once beside the node's roles, whose answer is a stream of bytes. Unlike a role it is run by several threads at a time, and at
 * the same time as the role that it looks into.
 */
public interface ErrandRunner {
    /** {@code SERVICE.VERB}, as in {@link brume.core.agent.Errand#kind()}. */
    String kind();

    /**
     * Does it, and writes the answer as it comes; a slow reader makes writes wait. Blocking and interruptible.
     *
     * @param arguments JSON text
     * @param answer left open; everything written before a failure is known not to be whole
     * @throws RoleException when it cannot be done
     */
    void run(String arguments, NodeSystem system, OutputStream answer, Duration longest) throws RoleException;
}
