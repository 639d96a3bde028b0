package brume.agent.role;

import brume.agent.base.Log;
import brume.core.agent.ContentRef;
import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import brume.core.role.NodeSystem;
import brume.core.role.NodeSystem.Access;
import brume.core.role.NodeSystem.Command;
import brume.core.role.NodeSystem.Result;
import brume.core.role.Role;
import brume.core.role.RoleException;
import brume.core.role.RoleLook;
import brume.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs the user's start-up script, before any other role is brought. Settings: {@code {"environment": {NAME: value}}}; the script is the content {@code startup-script}.
 *
 * <p>A script runs once on a machine: what became of it is kept under its digest, also when it failed, because a script need not bear being run again. Only one that was cut
 * off (the agent or the machine went down meanwhile) is run again. Another script is another run. Its output goes to {@code startup.log}.
 */
public final class StartupRole implements Role {
    public static final String NAME = "startup";
    public static final String CONTENT = "startup-script";
    private static final Duration DEADLINE = Duration.ofMinutes(30);
    private static final Duration JOURNAL_DEADLINE = Duration.ofSeconds(30);
    private static final String IDENTIFIER = "brume-startup";

    private final Path state;
    private final Path log;

    /**
     * @param state folder of its own
     * @param logs folder for {@code startup.log}
     */
    public StartupRole(Path state, Path logs) {
        this.state = state;
        this.log = logs.resolve("startup.log");
    }

    private record Settings(@Nullable Map<String, String> environment) {}

    /** What became of a script. */
    private record Done(String digest, int exitCode, String lastLine) {
        String text() {
            return "the start-up script ended with exit code " + exitCode + (lastLine.isEmpty() ? "" : ": " + lastLine);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> journal() {
        return List.of(IDENTIFIER);
    }

    @Override
    public RoleLook look(NodeSystem system) {
        try {
            Optional<Done> done = done(system);
            if (done.isEmpty()) {
                return new RoleLook(RoleState.INIT, "", Map.of());
            }
            boolean ok = done.get().exitCode() == 0;
            return new RoleLook(ok ? RoleState.RUNNING : RoleState.FAILED, ok ? "" : done.get().text(), Map.of("exitCode", Integer.toString(done.get().exitCode())));
        } catch (RoleException e) {
            return new RoleLook(RoleState.FAILED, e.text(), Map.of());
        }
    }

    @Override
    public void bring(RoleConfig config, NodeSystem system) throws RoleException {
        ContentRef script = config.content().stream()
                .filter(ref -> ref.name().equals(CONTENT))
                .findFirst()
                .orElseThrow(() -> new RoleException("settings-invalid", "the startup role came without its script"));
        Optional<Done> before = done(system).filter(done -> done.digest().equals(script.digest()));
        Done done = before.isPresent() ? before.get() : run(script, settings(config), system);
        if (done.exitCode() != 0) {
            throw new RoleException("startup-failed", done.text());
        }
    }

    /** What it did stays done. */
    @Override
    public void stop(NodeSystem system) {}

    private Done run(ContentRef script, Settings settings, NodeSystem system) throws RoleException {
        Path copy = state.resolve("script");
        system.write(copy, text(system.content(script)), new Access("root:root", "rwx------"));
        Map<String, String> environment = new HashMap<>(Map.of("HOME", "/root"));
        environment.putAll(settings.environment() == null ? Map.of() : settings.environment());
        // merged by the shell, so that the lines of both streams stay in order
        Command command = new Command(
                List.of("/bin/sh", "-c", "exec " + (startsWithInterpreter(copy) ? "" : "/bin/sh ") + "\"$0\" 2>&1", copy.toString()), environment, Optional.empty(), "", DEADLINE);
        Result result = system.run(command);
        system.write(log, result.stdout(), Access.ROOT_ONLY);
        intoJournal(system);
        Done done = new Done(script.digest(), result.exitCode(), lastLine(result.stdout()));
        system.write(doneFile(), Json.write(done), Access.ROOT_ONLY);
        return done;
    }

    /** The journal is what directors get to see; the file has it all the same. */
    private void intoJournal(NodeSystem system) {
        try {
            var _ = system.run(new Command(List.of("systemd-cat", "--identifier=" + IDENTIFIER), Map.of(), Optional.of(log), "", JOURNAL_DEADLINE));
        } catch (RoleException e) {
            Log.warning("the start-up script's output is not in the journal: " + e.text());
        }
    }

    private static String lastLine(String output) {
        final int longest = 200;
        List<String> lines = output.strip().lines().toList();
        String last = lines.isEmpty() ? "" : lines.getLast().strip();
        return last.length() > longest ? last.substring(0, longest) : last;
    }

    private static String text(Path file) throws RoleException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new RoleException("settings-invalid", "the start-up script is not a text in UTF-8", e);
        }
    }

    private static boolean startsWithInterpreter(Path script) throws RoleException {
        return text(script).startsWith("#!");
    }

    private static Settings settings(RoleConfig config) throws RoleException {
        try {
            return Json.read(config.settings(), Settings.class);
        } catch (IOException e) {
            throw new RoleException("settings-invalid", "the settings of the startup role: " + e.getMessage(), e);
        }
    }

    private Optional<Done> done(NodeSystem system) throws RoleException {
        Optional<String> text = system.read(doneFile());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(text.get(), Done.class));
        } catch (IOException e) {
            throw new RoleException("state-damaged", doneFile() + " is damaged", e);
        }
    }

    private Path doneFile() {
        return state.resolve("done.json");
    }
}
