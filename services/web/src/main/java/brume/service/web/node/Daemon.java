package brume.service.web.node;

import brume.core.role.NodeSystem;
import brume.core.role.NodeSystem.Access;
import brume.core.role.NodeSystem.Command;
import brume.core.role.NodeSystem.Result;
import brume.core.role.RoleException;
import brume.service.web.Json;
import brume.service.web.node.Served.Older;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A program with a master process that reloads its configuration by replacing its worker processes: nginx, HAProxy.
 *
 * @param paths where its files are
 * @param name short, for files
 * @param process name of the program as the kernel shows it
 * @param check the program and its arguments that check a configuration; the file's name is added
 */
public record Daemon(Paths paths, String name, String process, List<String> check) {
    private static final Duration CHECK_DEADLINE = Duration.ofSeconds(30);
    private static final Duration RELOAD_PATIENCE = Duration.ofSeconds(20);

    public Daemon {
        check = List.copyOf(check);
    }

    public String unit() {
        return paths.unit(name + ".service");
    }

    public Path config() {
        return paths.config().resolve(name + ".conf");
    }

    public Path pidFile() {
        return paths.run().resolve(name + ".pid");
    }

    private Path state() {
        return paths.run().resolve(name + ".json");
    }

    /** Whether it runs, and by what. Without changing anything. */
    public Optional<Served> served(NodeSystem system) throws RoleException {
        Optional<Long> master = Processes.running(system, pidFile(), process);
        return master.isEmpty() ? Optional.empty() : Optional.of(pruned(system, remembered(system), master.get()));
    }

    /** Returns when new connections are served by {@code text}. */
    public void bring(NodeSystem system, String unitText, String text, String version, List<String> named) throws RoleException {
        Unit.install(system, unit(), unitText);
        Optional<Long> master = Processes.running(system, pidFile(), process);
        String fingerprint = fingerprint(text);
        if (master.isEmpty()) {
            start(system, text, new Served("", version, named, List.of()).done(fingerprint));
            return;
        }
        Served before = pruned(system, remembered(system), master.get());
        if (!before.loaded().equals(fingerprint)) {
            reload(system, master.get(), text, before, version, named);
        }
    }

    private void start(NodeSystem system, String text, Served served) throws RoleException {
        system.write(config(), text, Access.PUBLIC);
        remember(system, Served.NOTHING);
        try {
            system.startUnit(unit());
        } catch (RoleException e) {
            check(system, config()); // says why, if that is it
            throw e;
        }
        remember(system, served);
    }

    private void reload(NodeSystem system, long master, String text, Served before, String version, List<String> named) throws RoleException {
        Path candidate = paths.config().resolve(name + ".conf.candidate");
        system.write(candidate, text, Access.PUBLIC);
        check(system, candidate);
        system.remove(candidate);
        List<Long> workers = Processes.children(system, master);
        Served changing = before.changingTo(version, named, workers);
        remember(system, changing);
        system.write(config(), text, Access.PUBLIC);
        system.reloadUnit(unit());
        system.await(
                () -> Processes.children(system, master).stream().anyMatch(child -> !workers.contains(child)),
                RELOAD_PATIENCE,
                "reload-without-effect",
                process + " did not take its new configuration.");
        remember(system, changing.done(fingerprint(text)));
    }

    public void stop(NodeSystem system) throws RoleException {
        if (system.read(Paths.UNITS.resolve(unit())).isPresent()) {
            system.stopUnit(unit());
        }
        system.remove(state());
    }

    private void check(NodeSystem system, Path file) throws RoleException {
        List<String> arguments = new ArrayList<>(check);
        arguments.add(file.toString());
        Result result = system.run(Command.of(CHECK_DEADLINE, arguments.toArray(String[]::new)));
        if (!result.ok()) {
            throw new RoleException("config-refused", process + " refuses its configuration: " + (result.stderr() + result.stdout()).strip());
        }
    }

    private Served remembered(NodeSystem system) throws RoleException {
        return system.read(state()).map(text -> Json.read(text, Served.class)).orElse(Served.NOTHING);
    }

    private void remember(NodeSystem system, Served served) throws RoleException {
        system.write(state(), Json.write(served), Access.ROOT_ONLY);
    }

    private static Served pruned(NodeSystem system, Served served, long master) throws RoleException {
        List<Older> remaining = new ArrayList<>();
        for (Older older : served.older()) {
            List<Long> workers = new ArrayList<>();
            for (long worker : older.workers()) {
                if (Processes.isChild(system, worker, master)) {
                    workers.add(worker);
                }
            }
            if (!workers.isEmpty()) {
                remaining.add(new Older(older.version(), older.named(), workers));
            }
        }
        return served.with(remaining);
    }

    public static String fingerprint(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this runtime has no SHA-256", e);
        }
    }
}
