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
import brume.service.php.BackendSettings;
import brume.service.web.Facts;
import brume.service.web.Json;
import brume.service.web.node.Addresses;
import brume.service.web.node.CodeStore;
import brume.service.web.node.Daemon;
import brume.service.web.node.OpenRequests;
import brume.service.web.node.Paths;
import brume.service.web.node.Processes;
import brume.service.web.node.Unit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** php-fpm with the code versions. How it changes its configuration: the description of the package. */
final class BackendRole implements Role {
    private static final Path STATE = FpmText.PATHS.run().resolve("fpm.json");
    private static final CodeStore CODE = new CodeStore(FpmText.PATHS, "backend");
    private static final OpenRequests OPEN = new OpenRequests(FpmText.PATHS, "backend", FpmText.PORT);
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    /** An idle php-fpm ends at once; longer is not waited for, because a request may take minutes. */
    private static final Duration END_PATIENCE = Duration.ofMillis(300);
    /** After this every process of an instance that was told to end has stopped to take requests. */
    private static final Duration CLOSING = Duration.ofSeconds(1);

    /**
     * An instance of php-fpm.
     *
     * @param loaded fingerprint of its files
     * @param ended when it was told to end, in milliseconds since the epoch; 0 when not
     */
    record Instance(int number, String loaded, List<String> clients, long ended) {
        Instance {
            clients = List.copyOf(clients);
        }

        Instance endedAt(Instant now) {
            return new Instance(number, loaded, clients, ended > 0 ? ended : now.toEpochMilli());
        }

        boolean mayTakeRequests(Instant now) {
            return ended == 0 || now.isBefore(Instant.ofEpochMilli(ended).plus(CLOSING));
        }
    }

    /** All instances, the newest last. */
    record Instances(List<Instance> all) {
        Instances {
            all = List.copyOf(all);
        }

        Optional<Instance> newest() {
            return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
        }
    }

    @Override
    public String name() {
        return "php.backend";
    }

    @Override
    public List<String> journal() {
        return List.of("brume-php-fpm", "brume-php-fpm@.service", FpmText.SOCKET, "brume-php-listen.service");
    }

    @Override
    public RoleLook look(NodeSystem system) {
        try {
            List<Instance> running = running(system);
            if (running.isEmpty() || running.getLast().ended() > 0) {
                return new RoleLook(RoleState.STOPPED, "php-fpm does not run.", Map.of());
            }
            Set<String> clients = new TreeSet<>(running.getLast().clients());
            Instant now = system.clock().instant();
            running.stream().filter(instance -> instance.mayTakeRequests(now)).forEach(instance -> clients.retainAll(instance.clients()));
            Map<String, String> facts = new TreeMap<>();
            facts.put(Facts.LIVE, Facts.YES);
            facts.put(Facts.VERSIONS, Facts.join(CODE.present(system)));
            facts.put(Facts.CLIENTS, Facts.join(clients));
            OPEN.addTo(facts, system);
            return new RoleLook(RoleState.RUNNING, "", facts);
        } catch (RoleException e) {
            return new RoleLook(RoleState.FAILED, e.text(), Map.of());
        }
    }

    @Override
    public void bring(RoleConfig config, NodeSystem system) throws RoleException {
        BackendSettings settings = Json.read(config.settings(), BackendSettings.class);
        OPEN.watch(system, settings.leave());
        CODE.bring(system, config.content());
        bringSessions(system);
        SessionLink.bring(settings.sessions(), system);
        List<String> clients = Addresses.resolve(settings.clients(), system);
        String environment = FpmText.environment(settings);
        String fingerprint = Daemon.fingerprint(FpmText.config(0, system.address(), clients, settings) + environment);
        forgetEnded(system);
        List<Instance> running = running(system);
        boolean serves = !running.isEmpty() && running.getLast().ended() == 0 && running.getLast().loaded().equals(fingerprint);
        if (!serves) {
            running = begin(system, settings, running, new Instance(next(system), fingerprint, clients, 0), environment);
        }
        endAllButNewest(system, running);
    }

    /** PHP's own sessions. Debian keeps them where PHP itself may not look for old ones, and sweeps them by a timer that is not there. */
    private static void bringSessions(NodeSystem system) throws RoleException {
        Result result = system.run(Command.of(
                DEADLINE, "install", "-d", "-m", "700", "-o", CodeStore.USER, "-g", CodeStore.USER, FpmText.SESSIONS.toString()));
        if (!result.ok()) {
            throw new RoleException("code-not-unpacked", "The folder for sessions could not be made: " + result.stderr().strip());
        }
    }

    private static List<Instance> begin(
            NodeSystem system, BackendSettings settings, List<Instance> running, Instance fresh, String environment) throws RoleException {
        String program = program(system);
        Unit.install(system, FpmText.SOCKET, FpmText.socketUnit(system.address()));
        Unit.install(system, "brume-php-listen.service", FpmText.listenUnit());
        Unit.install(system, "brume-php-fpm@.service", FpmText.serviceUnit(program, system.address(), FpmText.stopSeconds(settings)));
        system.write(configFile(fresh.number()), FpmText.config(fresh.number(), system.address(), fresh.clients(), settings), Access.ROOT_ONLY);
        system.write(environmentFile(fresh.number()), environment, Access.ROOT_ONLY);
        List<Instance> all = new ArrayList<>(running);
        all.add(new Instance(fresh.number(), "", fresh.clients(), 0)); // not yet known to serve; but if this ends here, it is known to be there
        remember(system, all);
        try {
            system.startUnit(FpmText.unit(fresh.number()));
        } catch (RoleException e) {
            Result check = system.run(Command.of(DEADLINE, program, "--test", "--fpm-config", configFile(fresh.number()).toString()));
            stopSoon(system, fresh);
            throw check.ok() ? e : new RoleException("config-refused", "php-fpm refuses its configuration: " + check.stderr().strip(), e);
        }
        all.set(all.size() - 1, fresh);
        remember(system, all);
        return all;
    }

    /** Tells the older instances to finish their requests and end, and removes what is left of those that did. */
    private static void endAllButNewest(NodeSystem system, List<Instance> running) throws RoleException {
        List<Instance> all = new ArrayList<>();
        List<Path> ending = new ArrayList<>();
        for (Instance instance : running.subList(0, running.size() - 1)) {
            if (instance.ended() == 0) {
                stopSoon(system, instance);
            }
            ending.add(pidFile(instance.number()));
            all.add(instance.endedAt(system.clock().instant()));
        }
        if (all.isEmpty()) {
            return;
        }
        all.add(running.getLast());
        remember(system, all);
        try {
            system.await(() -> none(system, ending), END_PATIENCE, "still-busy", "An older php-fpm has requests.");
        } catch (RoleException e) {
            if (!e.code().equals("still-busy")) {
                throw e;
            }
        }
        forgetEnded(system);
    }

    /** The files of an instance hold secrets, so they do not outlive it by more than one change. */
    private static void forgetEnded(NodeSystem system) throws RoleException {
        List<Instance> remaining = new ArrayList<>();
        for (Instance instance : remembered(system).all()) {
            if (runs(system, pidFile(instance.number()))) {
                remaining.add(instance);
            } else {
                if (instance.ended() == 0) {
                    stopSoon(system, instance); // it fell over, and systemd may be about to start it again
                }
                removeFiles(system, instance.number());
            }
        }
        remember(system, remaining);
    }

    private static boolean none(NodeSystem system, List<Path> pidFiles) throws RoleException {
        for (Path file : pidFiles) {
            if (runs(system, file)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void stop(NodeSystem system) throws RoleException {
        if (system.read(Paths.UNITS.resolve(FpmText.SOCKET)).isPresent()) {
            for (Instance instance : remembered(system).all()) {
                system.stopUnit(FpmText.unit(instance.number()));
                removeFiles(system, instance.number());
            }
            system.stopUnit(FpmText.SOCKET);
            system.stopUnit("brume-php-listen.service");
        }
        SessionLink.stop(system);
        system.remove(STATE);
        CODE.forget(system);
    }

    /** The instances whose processes are there. Files of the others are of no use any more, but a look changes nothing. */
    private static List<Instance> running(NodeSystem system) throws RoleException {
        List<Instance> found = new ArrayList<>();
        for (Instance instance : remembered(system).all()) {
            if (runs(system, pidFile(instance.number()))) {
                found.add(instance);
            }
        }
        return found;
    }

    /** Debian's program is named after PHP's version. */
    private static boolean runs(NodeSystem system, Path pidFile) throws RoleException {
        return Processes.running(system, pidFile, "php-fpm").isPresent();
    }

    /** A number that no remembered instance has. */
    private static int next(NodeSystem system) throws RoleException {
        return remembered(system).all().stream().mapToInt(Instance::number).max().orElse(0) + 1;
    }

    private static void removeFiles(NodeSystem system, int instance) throws RoleException {
        system.remove(configFile(instance));
        system.remove(environmentFile(instance));
        system.remove(pidFile(instance));
    }

    /** Debian names the program after PHP's version; the newest is taken. */
    private static String program(NodeSystem system) throws RoleException {
        Result found = system.run(Command.of(DEADLINE, "find", "/usr/sbin", "-maxdepth", "1", "-name", "php-fpm*"));
        return found.stdout().lines().sorted().reduce((_, later) -> later).orElseThrow(() -> new RoleException("program-missing", "php-fpm is not installed."));
    }

    /** Without waiting for its requests. */
    private static void stopSoon(NodeSystem system, Instance instance) throws RoleException {
        Result result = system.run(Command.of(DEADLINE, "systemctl", "--no-block", "stop", FpmText.unit(instance.number())));
        if (!result.ok()) {
            throw new RoleException("unit-failed", "An older php-fpm could not be told to end: " + result.stderr().strip());
        }
    }

    private static Instances remembered(NodeSystem system) throws RoleException {
        return system.read(STATE).map(text -> Json.read(text, Instances.class)).orElse(new Instances(List.of()));
    }

    private static void remember(NodeSystem system, List<Instance> all) throws RoleException {
        system.write(STATE, Json.write(new Instances(all)), Access.ROOT_ONLY);
    }

    private static Path configFile(int instance) {
        return FpmText.PATHS.config().resolve("fpm-" + instance + ".conf");
    }

    private static Path environmentFile(int instance) {
        return FpmText.PATHS.config().resolve("fpm-" + instance + ".env");
    }

    private static Path pidFile(int instance) {
        return FpmText.PATHS.run().resolve("fpm-" + instance + ".pid");
    }
}
