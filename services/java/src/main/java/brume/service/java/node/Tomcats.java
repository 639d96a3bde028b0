package brume.service.java.node;

import brume.core.role.NodeSystem;
import brume.core.role.NodeSystem.Access;
import brume.core.role.NodeSystem.Command;
import brume.core.role.NodeSystem.Result;
import brume.core.role.NodeSystem.UnitState;
import brume.core.role.RoleException;
import brume.service.java.TomcatSettings;
import brume.service.web.Json;
import brume.service.web.node.CodeStore;
import brume.service.web.node.Daemon;
import brume.service.web.node.Unit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The Tomcats of a node.
 *
 * @param peers addresses of all backends
 */
record Tomcats(NodeSystem system, TomcatSettings settings, List<String> peers) {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    /** Large applications index, migrate and compile before they answer. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(5);

    private static final int LOG_LINES = 200;
    private static final int REASONS_MAX = 3;
    private static final String BEGINNING = "Starting Servlet engine";
    /** Time, thread and class of a line; the level stays. */
    private static final Pattern PREFIX = Pattern.compile("^\\d\\d-\\w{3}-\\d{4} \\S+ (SEVERE) \\[[^]]*] \\S+");
    /** Shorter values are words, not secrets. */
    private static final int SECRET_LENGTH_MIN = 6;

    /**
     * A Tomcat that was started.
     *
     * @param loaded fingerprint of what it was started with; empty until it was healthy
     * @param ending whether it was told to end
     */
    record Tomcat(int slot, String version, String loaded, boolean ending) {}

    /** All of them, the newest last. */
    record Remembered(List<Tomcat> all) {
        Remembered {
            all = List.copyOf(all);
        }
    }

    Tomcats {
        peers = List.copyOf(peers);
    }

    static boolean runs(NodeSystem system, int slot) throws RoleException {
        return system.unit(Layout.unit(slot)) == UnitState.ACTIVE;
    }

    /** Starts what is missing. What could not be started does not keep the others from being started; the first failure is given back. */
    Optional<RoleException> start(List<String> versions) throws RoleException {
        forgetEnded();
        Optional<RoleException> failure = Optional.empty();
        for (String version : versions) {
            if (running(version).filter(tomcat -> tomcat.loaded().equals(fingerprint(version))).isEmpty()) {
                try {
                    start(version);
                } catch (RoleException e) {
                    failure = failure.or(() -> Optional.of(e));
                }
            }
        }
        return failure;
    }

    /** For each version the newest Tomcat that was healthy and runs, whatever settings it was started with. */
    NavigableMap<String, Tomcat> serving(List<String> versions) throws RoleException {
        NavigableMap<String, Tomcat> serving = new TreeMap<>();
        for (String version : versions) {
            running(version).ifPresent(tomcat -> serving.put(version, tomcat));
        }
        return serving;
    }

    private Optional<Tomcat> running(String version) throws RoleException {
        for (Tomcat tomcat : remembered(system).reversed()) {
            boolean serves = tomcat.version().equals(version) && !tomcat.loaded().isEmpty() && !tomcat.ending();
            if (serves && runs(system, tomcat.slot())) {
                return Optional.of(tomcat);
            }
        }
        return Optional.empty();
    }

    private void start(String version) throws RoleException {
        if (system.read(Layout.HOME.resolve("etc/web.xml")).isEmpty()) {
            throw new RoleException("program-missing", "Tomcat is not in the image: brume image build --with java.");
        }
        int slot = freeSlot();
        String unit = Layout.unit(slot);
        Unit.install(system, Layout.TEMPLATE, TomcatText.unit(settings.requestSeconds()));
        system.write(Layout.DRAIN, TomcatText.drain(), Access.PUBLIC);
        folders(slot);
        system.write(Layout.base(slot).resolve("conf/logging.properties"), TomcatText.logging(), Layout.OURS);
        system.write(Layout.base(slot).resolve("conf/server.xml"), TomcatText.server(slot, version, system.address(), peers, settings), Layout.OURS);
        system.write(Layout.environment(slot), TomcatText.environment(slot, settings), Access.ROOT_ONLY);
        remember(with(new Tomcat(slot, version, "", false))); // not yet healthy; but if this ends here, it is known to be there
        try {
            system.startUnit(unit);
            system.await(() -> answers(slot), START_PATIENCE, "application-slow", "The application did not answer within five minutes after its start.");
            if (!healthy(slot)) {
                throw new RoleException("application-failed", "The application does not start: " + reasons(unit));
            }
        } catch (RoleException e) {
            system.stopUnit(unit);
            forgetEnded();
            throw e;
        }
        remember(with(new Tomcat(slot, version, fingerprint(version), false)));
    }

    /** Whether Tomcat takes requests, which it does when the application has started or failed to; also true when it has ended. */
    private boolean answers(int slot) throws RoleException {
        UnitState state = system.unit(Layout.unit(slot));
        return state == UnitState.FAILED || state == UnitState.INACTIVE || !status(slot).equals("000");
    }

    private boolean healthy(int slot) throws RoleException {
        return status(slot).equals("200");
    }

    private String status(int slot) throws RoleException {
        return system.run(Command.of(
                        DEADLINE, "curl", "--silent", "--max-time", "5", "--output", "/dev/null", "--write-out", "%{http_code}",
                        "http://127.0.0.1:" + Layout.port(slot) + "/.brume/health"))
                .stdout()
                .strip();
    }

    /** What Tomcat's log says first of what went wrong at its last start: the cause comes before what it led to. */
    private String reasons(String unit) throws RoleException {
        String journal = system.run(Command.of(
                        DEADLINE, "journalctl", "--unit=" + unit, "--lines=" + LOG_LINES, "--output=cat", "--no-pager"))
                .stdout();
        String log = journal;
        for (String secret : settings.environment().values()) {
            log = secret.length() < SECRET_LENGTH_MIN ? log : log.replace(secret, "…");
        }
        List<String> lines = log.substring(Math.max(0, log.lastIndexOf(BEGINNING)))
                .lines()
                .map(line -> PREFIX.matcher(line.strip()).replaceFirst("$1"))
                .filter(line -> line.contains("SEVERE ") || line.contains("Exception: ") || line.startsWith("Caused by: "))
                .map(line -> line.replace("SEVERE ", ""))
                .distinct()
                .limit(REASONS_MAX)
                .toList();
        return lines.isEmpty() ? "see the log of " + unit + "." : String.join("; ", lines);
    }

    /** CATALINA_BASE: the configuration belongs to root, what Tomcat writes to itself. */
    private void folders(int slot) throws RoleException {
        String base = Layout.base(slot).toString();
        system.remove(Layout.base(slot));
        // what Tomcat would make itself and may not: the folder of applications that are found by themselves, of which there are none
        mustRun("install", "-d", "-m", "755", "/var/lib/brume-java", base, base + "/none", base + "/conf", base + "/conf/brume", base + "/conf/brume/app");
        mustRun("install", "-d", "-m", "700", "-o", CodeStore.USER, "-g", CodeStore.USER, base + "/temp", base + "/work", base + "/logs");
    }

    private void mustRun(String... command) throws RoleException {
        Result result = system.run(Command.of(DEADLINE, command));
        if (!result.ok()) {
            throw new RoleException("unit-failed", "The folders of Tomcat could not be made: " + result.stderr().strip());
        }
    }

    /** Tells the others to end when they have no more requests. */
    void endAllBut(Collection<Tomcat> serving) throws RoleException {
        List<Tomcat> all = new ArrayList<>();
        for (Tomcat tomcat : remembered(system)) {
            boolean ends = !serving.contains(tomcat) && !tomcat.ending();
            if (ends) {
                Result result = system.run(Command.of(DEADLINE, "systemctl", "--no-block", "stop", Layout.unit(tomcat.slot())));
                if (!result.ok()) {
                    throw new RoleException("unit-failed", "An older Tomcat could not be told to end: " + result.stderr().strip());
                }
            }
            all.add(ends ? new Tomcat(tomcat.slot(), tomcat.version(), tomcat.loaded(), true) : tomcat);
        }
        remember(all);
    }

    /** The environment of a Tomcat holds secrets, so it does not outlive it by more than one change. */
    private void forgetEnded() throws RoleException {
        List<Tomcat> remaining = new ArrayList<>();
        for (Tomcat tomcat : remembered(system)) {
            if (gone(tomcat.slot())) {
                removeFiles(system, tomcat.slot());
            } else {
                remaining.add(tomcat);
            }
        }
        remember(remaining);
    }

    /** Not while it finishes its requests, nor while systemd is about to start it again. */
    private boolean gone(int slot) throws RoleException {
        String state = system.run(Command.of(DEADLINE, "systemctl", "is-active", Layout.unit(slot))).stdout().strip();
        return state.equals("inactive") || state.equals("failed");
    }

    private int freeSlot() throws RoleException {
        List<Integer> taken = remembered(system).stream().map(Tomcat::slot).toList();
        return IntStream.rangeClosed(1, Layout.SLOTS)
                .filter(slot -> !taken.contains(slot))
                .findFirst()
                .orElseThrow(() -> new RoleException("tomcats-busy", "Older Tomcats of this node have requests to finish before another can be started."));
    }

    private List<Tomcat> with(Tomcat tomcat) throws RoleException {
        List<Tomcat> all = new ArrayList<>(remembered(system));
        all.removeIf(each -> each.slot() == tomcat.slot());
        all.add(tomcat);
        return all;
    }

    /** Of everything that only a new Tomcat can take in. Its peers find it by themselves. */
    private String fingerprint(String version) {
        return Daemon.fingerprint(TomcatText.server(0, version, "0.0.0.0", List.of(), settings) + TomcatText.environment(0, settings));
    }

    static void stopAll(NodeSystem system) throws RoleException {
        for (Tomcat tomcat : remembered(system)) {
            system.stopUnit(Layout.unit(tomcat.slot()));
            removeFiles(system, tomcat.slot());
        }
        system.remove(Layout.STATE);
    }

    private static void removeFiles(NodeSystem system, int slot) throws RoleException {
        system.remove(Layout.environment(slot));
        system.remove(Layout.base(slot));
    }

    private static List<Tomcat> remembered(NodeSystem system) throws RoleException {
        return system.read(Layout.STATE).map(text -> Json.read(text, Remembered.class)).orElse(new Remembered(List.of())).all();
    }

    private void remember(List<Tomcat> all) throws RoleException {
        system.write(Layout.STATE, Json.write(new Remembered(all)), Access.ROOT_ONLY);
    }
}
