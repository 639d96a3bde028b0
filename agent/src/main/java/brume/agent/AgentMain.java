package brume.agent;

import brume.agent.base.SteadyClock;
import brume.agent.node.Agent;
import brume.agent.node.AgentPaths;
import brume.agent.role.Roles;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.SplittableRandom;

/** Starts the agent: {@code brume-agent [--root FOLDER | --version]}. Exit codes: 1 the state cannot be kept, 2 wrong arguments, 70 a bug; never 0 by itself. */
public final class AgentMain {
    private AgentMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path root = Path.of("/");
        if (arguments.length == 1 && arguments[0].equals("--version")) {
            System.out.println(version());
            return;
        } else if (arguments.length == 2 && arguments[0].equals("--root")) {
            root = Path.of(arguments[1]).toAbsolutePath();
        } else if (arguments.length > 0) {
            System.err.println("usage: brume-agent [--root FOLDER | --version]");
            System.exit(2);
        }
        InstantSource clock = InstantSource.system();
        SecureRandom secret = new SecureRandom();
        Agent.Ambient ambient =
                new Agent.Ambient(clock, new SteadyClock(clock.instant(), System::nanoTime), secret, new SplittableRandom(secret.nextLong()));
        AgentPaths paths = new AgentPaths(root);
        new Agent(paths, Roles.all(paths.state(), paths.logs()), Roles.errands(), ambient, version()).run();
    }

    private static String version() {
        String version = AgentMain.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
