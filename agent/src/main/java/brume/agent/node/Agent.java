package brume.agent.node;

import brume.agent.base.AgentThreads;
import brume.agent.base.Backoff;
import brume.agent.base.Log;
import brume.agent.base.Signal;
import brume.agent.base.WholeFile;
import brume.agent.http.Directors;
import brume.agent.machine.ContentStore;
import brume.agent.machine.LoadMeter;
import brume.agent.machine.MachineSystem;
import brume.agent.machine.OwnAddress;
import brume.agent.role.RoleRunner;
import brume.agent.tls.Credentials;
import brume.agent.tls.NodeKey;
import brume.core.agent.Bootstrap;
import brume.core.agent.NodeConfig;
import brume.core.agent.NodeReport;
import brume.core.role.ErrandRunner;
import brume.core.role.Role;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Puts the parts together and lets them run. The steps of its start are in {@code package-info}. */
public final class Agent {
    private static final Duration BACKOFF_FIRST = Duration.ofMillis(100);
    private static final Duration BACKOFF_LONGEST = Duration.ofSeconds(15);
    private static final Duration ADDRESS_PAUSE_FIRST = Duration.ofMillis(10);
    private static final Duration ADDRESS_PAUSE_LONGEST = Duration.ofSeconds(1);
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

    private final AgentPaths paths;
    private final List<Role> roles;
    private final List<ErrandRunner> errands;
    private final Ambient ambient;
    private final String version;

    /**
     * Time and chance.
     *
     * @param clock wall clock
     * @param steady a clock that nobody sets
     * @param secret for keys
     * @param random for pauses
     */
    public record Ambient(InstantSource clock, InstantSource steady, SecureRandom secret, RandomGenerator random) {
        Backoff backoff() {
            return new Backoff(BACKOFF_FIRST, BACKOFF_LONGEST, random);
        }
    }

    public Agent(AgentPaths paths, List<Role> roles, List<ErrandRunner> errands, Ambient ambient, String version) {
        this.paths = paths;
        this.roles = List.copyOf(roles);
        this.errands = List.copyOf(errands);
        this.ambient = ambient;
        this.version = version;
    }

    /**
     * Runs until the process ends.
     *
     * @throws IOException when the state folder cannot be used
     */
    public void run() throws IOException, InterruptedException {
        Kept kept = new Kept(paths.state());
        Bootstrap bootstrap = new BootstrapSource(paths, kept.bootstrap()).await();
        kept.adopt(bootstrap);
        NodeKey key = key(kept);
        Directors directors = new Directors(Identity.addresses(bootstrap), Credentials.anonymousTls(bootstrap.ca()));
        Identity identity = new Identity(bootstrap, kept, key, directors, ambient.clock(), ambient.backoff());
        Orders orders = new Orders(paths.state());
        ContentStore content = new ContentStore(paths.state().resolve("content"), directors, ambient.clock());
        String address = awaitAddress(Identity.addresses(bootstrap));
        MachineSystem system = new MachineSystem(
                content,
                () -> directors.ownAddress().or(() -> OwnAddress.towards(Identity.addresses(bootstrap))).orElse(address),
                ambient.clock(),
                ambient.steady());

        Signal changed = new Signal();
        RoleRunner runner = new RoleRunner(roles, system, ambient.steady(), orders.present(), changed::raise, orders::ended);
        runner.apply(orders.current());
        runner.start();
        identity.enrol();
        ConfigLoop configs = new ConfigLoop(directors, orders, runner::apply, new ErrandDesk(directors, system, errands), ambient.backoff());
        Reports reports = new Reports(orders, runner, new LoadMeter(paths.root(), ambient.steady()), version, bootId());
        ReportLoop reporter = new ReportLoop(directors, reports::now, configs::revoke, changed, ambient.steady(), ambient.backoff());
        reporter.first();
        AgentThreads.start("config", configs::run);
        AgentThreads.start("report", reporter::run);
        AgentThreads.start("identity", identity::run);
        AgentThreads.startReader("logs", new LogLoop(directors, new Journal(paths.journal()), roles, ambient.backoff())::run);
        while (true) {
            content.sweep(orders.current());
            Signal.pause(SWEEP_EVERY);
        }
    }

    private NodeKey key(Kept kept) throws IOException {
        Optional<NodeKey> before = kept.key();
        if (before.isPresent()) {
            return before.get();
        }
        NodeKey made = NodeKey.make(ambient.secret());
        kept.key(made);
        return made;
    }

    /** Roles need to know it, so nothing begins before the machine has one. */
    private static String awaitAddress(List<URI> directors) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            Optional<String> found = OwnAddress.towards(directors);
            if (found.isPresent()) {
                return found.get();
            }
            if (attempt == 10) {
                Log.warning("this machine has no address yet");
            }
            Signal.pause(Backoff.doubled(ADDRESS_PAUSE_FIRST, ADDRESS_PAUSE_LONGEST, attempt));
        }
    }

    private String bootId() throws IOException {
        return WholeFile.read(paths.bootId()).map(String::strip).orElse("unknown");
    }

    /** Puts a report together. */
    private record Reports(Orders orders, RoleRunner runner, LoadMeter load, String version, String bootId) {
        NodeReport now() {
            RoleRunner.Progress progress = runner.progress();
            long fence = orders.current().map(NodeConfig::fence).orElse(0L);
            return new NodeReport(progress.generation(), fence, version, bootId, progress.roles(), load.measure());
        }
    }
}
