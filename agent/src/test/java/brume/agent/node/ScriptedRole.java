package brume.agent.node;

import brume.core.agent.ContentRef;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import brume.core.role.NodeSystem;
import brume.core.role.Role;
import brume.core.role.RoleException;
import brume.core.role.RoleLook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/**
 * A role that does what its settings say, and writes what it did to {@code journal} in its folder. Settings are words: {@code fail}, {@code wait} (until a file {@code go} is
 * there), {@code content}; any other word just makes a difference. Runs by the file {@code NAME.running}, so that a test can kill it.
 */
final class ScriptedRole implements Role {
    private final String name;
    private final Path folder;

    ScriptedRole(String name, Path folder) {
        this.name = name;
        this.folder = folder;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public RoleLook look(NodeSystem system) {
        boolean runs = Files.exists(running());
        return new RoleLook(runs ? RoleState.RUNNING : RoleState.STOPPED, "", Map.of("address", system.address()));
    }

    @Override
    public void bring(RoleConfig config, NodeSystem system) throws RoleException {
        note("bring " + name + " " + config.settings());
        if (config.settings().contains("wait")) {
            system.await(() -> Files.exists(folder.resolve("go")), Duration.ofMinutes(1), "no-go", "nobody said go");
        }
        if (config.settings().contains("fail")) {
            throw new RoleException("told-to", "told to fail");
        }
        for (ContentRef ref : config.content()) {
            try {
                note("content " + ref.name() + " " + Files.readString(system.content(ref)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        system.write(running(), config.settings(), NodeSystem.Access.ROOT_ONLY);
        note("brought " + name + " " + config.settings());
    }

    @Override
    public void stop(NodeSystem system) throws RoleException {
        system.remove(running());
        note("stopped " + name);
    }

    private Path running() {
        return folder.resolve(name + ".running");
    }

    private void note(String line) {
        try {
            Files.writeString(folder.resolve("journal"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
