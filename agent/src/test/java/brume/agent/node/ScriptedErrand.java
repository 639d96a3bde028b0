package brume.agent.node;

import brume.core.role.ErrandRunner;
import brume.core.role.NodeSystem;
import brume.core.role.NodeSystem.Command;
import brume.core.role.RoleException;
import java.io.OutputStream;
import java.time.Duration;

/** Answers with what its argument, a line for the shell, prints. */
final class ScriptedErrand implements ErrandRunner {
    @Override
    public String kind() {
        return "test.print";
    }

    @Override
    public void run(String arguments, NodeSystem system, OutputStream answer, Duration longest) throws RoleException {
        if (!system.stream(Command.of(longest, "sh", "-c", arguments), answer).ok()) {
            throw new RoleException("told-to", "told to fail");
        }
    }
}
