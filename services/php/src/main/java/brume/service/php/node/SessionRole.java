package brume.service.php.node;

import brume.core.agent.RoleConfig;
import brume.core.agent.RoleState;
import brume.core.role.NodeSystem;
import brume.core.role.NodeSystem.Access;
import brume.core.role.NodeSystem.Command;
import brume.core.role.NodeSystem.Result;
import brume.core.role.Role;
import brume.core.role.RoleException;
import brume.core.role.RoleLook;
import brume.service.php.SessionSettings;
import brume.service.web.Facts;
import brume.service.web.Json;
import brume.service.web.node.Daemon;
import brume.service.web.node.Processes;
import brume.service.web.node.Unit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Redis with the sessions of all backends, on a volume. Directives: {@code redis.conf} of Redis 7. */
final class SessionRole implements Role {
    static final int PORT = 6379;

    private static final String UNIT = FpmText.PATHS.unit("redis.service");
    private static final Path CONFIG = FpmText.PATHS.config().resolve("redis.conf");
    /** Fingerprint of what the running Redis was started with. */
    private static final Path LOADED = FpmText.PATHS.run().resolve("redis.loaded");

    /** Redis writes it, as its own user. */
    private static final String RUN = "brume-php-redis";

    private static final Path PID = Path.of("/run", RUN, "redis.pid");
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Override
    public String name() {
        return SessionSettings.ROLE;
    }

    @Override
    public List<String> journal() {
        return List.of(UNIT);
    }

    @Override
    public RoleLook look(NodeSystem system) {
        try {
            return runs(system)
                    ? new RoleLook(RoleState.RUNNING, "", Map.of(Facts.LIVE, Facts.YES))
                    : new RoleLook(RoleState.STOPPED, "Redis does not run.", Map.of());
        } catch (RoleException e) {
            return new RoleLook(RoleState.FAILED, e.text(), Map.of());
        }
    }

    @Override
    public void bring(RoleConfig config, NodeSystem system) throws RoleException {
        SessionSettings settings = Json.read(config.settings(), SessionSettings.class);
        String text = config(system.address(), settings.password());
        Result folder = system.run(Command.of(DEADLINE, "install", "-d", "-m", "700", "-o", "redis", "-g", "redis", SessionSettings.FOLDER));
        if (!folder.ok()) {
            throw new RoleException("volume-unusable", "The folder for sessions could not be made: " + folder.stderr().strip());
        }
        Unit.install(system, UNIT, unit());
        system.write(CONFIG, text, Access.ROOT_ONLY);
        String fingerprint = Daemon.fingerprint(text);
        boolean stale = !system.read(LOADED).map(fingerprint::equals).orElse(false);
        if (runs(system) && stale) {
            system.restartUnit(UNIT);
        } else {
            system.startUnit(UNIT);
        }
        system.write(LOADED, fingerprint, Access.ROOT_ONLY);
    }

    @Override
    public void stop(NodeSystem system) throws RoleException {
        system.stopUnit(UNIT);
        system.remove(CONFIG);
        system.remove(LOADED);
    }

    private static boolean runs(NodeSystem system) throws RoleException {
        return Processes.running(system, PID, "redis-server").isPresent();
    }

    /** The configuration comes by standard input, which systemd opens as root: it holds the password. */
    static String unit() {
        return """
                [Unit]
                Description=Sessions of the php service (Redis)

                [Service]
                Type=notify
                User=redis
                Group=redis
                RuntimeDirectory=%1$s
                StandardInput=file:%2$s
                ExecStart=/usr/bin/redis-server -
                LimitNOFILE=65536
                NoNewPrivileges=yes
                TimeoutStopSec=30
                Restart=always
                RestartSec=200ms
                """
                .formatted(RUN, CONFIG);
    }

    /** What is written is on disk within a second. When memory is short, the sessions that were not used for longest go first. */
    static String config(String address, String password) {
        return """
                bind %s
                port %d
                requirepass %s
                supervised systemd
                pidfile %s
                dir %s
                appendonly yes
                appendfsync everysec
                save ""
                maxclients 2000
                maxmemory 64mb
                maxmemory-policy volatile-lru
                """
                .formatted(address, PORT, password, PID, SessionSettings.FOLDER);
    }
}
