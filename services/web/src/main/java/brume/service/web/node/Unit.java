package brume.service.web.node;

import brume.core.role.NodeSystem;
import brume.core.role.NodeSystem.Access;
import brume.core.role.NodeSystem.Command;
import brume.core.role.RoleException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Puts unit files in place. */
public final class Unit {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private Unit() {}

    /** A unit that systemd does not know yet is read when it is first used; one that it knows has to be read again. */
    public static void install(NodeSystem system, String name, String text) throws RoleException {
        Path file = Paths.UNITS.resolve(name);
        Optional<String> before = system.read(file);
        system.write(file, text, Access.PUBLIC);
        if (before.isPresent() && !before.get().equals(text)) {
            system.run(Command.of(DEADLINE, "systemctl", "daemon-reload"));
        }
    }
}
