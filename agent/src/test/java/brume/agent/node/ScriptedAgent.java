package brume.agent.node;

import brume.agent.base.SteadyClock;
import brume.agent.role.StartupRole;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;

/** The agent with scripted roles beside the start-up script, as a process of its own: {@code ScriptedAgent ROOT}. */
public final class ScriptedAgent {
    private ScriptedAgent() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        AgentPaths paths = new AgentPaths(Path.of(arguments[0]));
        InstantSource clock = InstantSource.system();
        SecureRandom secret = new SecureRandom();
        new Agent(
                        paths,
                        List.of(
                                new StartupRole(paths.state().resolve("startup"), paths.logs()),
                                new ScriptedRole("test.a", paths.root()),
                                new ScriptedRole("test.b", paths.root())),
                        List.of(new ScriptedErrand()),
                        new Agent.Ambient(clock, new SteadyClock(clock.instant(), System::nanoTime), secret, new SplittableRandom(secret.nextLong())),
                        "test")
                .run();
    }
}
