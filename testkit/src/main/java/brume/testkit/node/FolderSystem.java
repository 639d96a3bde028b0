package brume.testkit.node;

import brume.core.agent.ContentRef;
import brume.core.role.NodeSystem;
import brume.core.role.RoleException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A machine that is a folder. Units have a master process and workers, which are files below {@code proc}; a reload adds a worker and leaves the older ones, until
 * {@link #endOlder} ends them.
 */
public final class FolderSystem implements NodeSystem {
    private final Path root;
    private final Path runDirectory;
    private final Map<String, String> programs;
    private final String find;
    /** Programs run and units changed, in order. */
    public final List<String> did = new ArrayList<>();
    /** Parent of every process. */
    public final NavigableMap<Long, Long> processes = new TreeMap<>();
    private final Map<String, Long> masters = new TreeMap<>();

    /** What programs print. */
    public final Map<String, String> says = new TreeMap<>();

    public boolean refusesConfigurations;
    public boolean reloadFails;
    public Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long nextPid = 100;

    /**
     * @param root folder that stands for the machine's disk
     * @param runDirectory where pid files of units are, such as {@code /run/brume-php}
     * @param programs name of the process by a part of the unit's name
     * @param find what {@code find} prints
     */
    public FolderSystem(Path root, Path runDirectory, Map<String, String> programs, String find) {
        this.root = root;
        this.runDirectory = runDirectory;
        this.programs = Map.copyOf(programs);
        this.find = find;
    }

    @Override
    public Optional<String> read(Path file) {
        Path real = real(file);
        try {
            return Files.isRegularFile(real) ? Optional.of(Files.readString(real)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean write(Path file, String content, Access access) {
        boolean differs = !read(file).equals(Optional.of(content));
        put(file, content);
        return differs;
    }

    public void put(Path file, String content) {
        try {
            Files.createDirectories(Optional.ofNullable(real(file).getParent()).orElseThrow());
            Files.writeString(real(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void remove(Path path) {
        if (!Files.exists(real(path))) {
            return;
        }
        try (Stream<Path> tree = Files.walk(real(path))) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Result stream(Command command, OutputStream output) throws RoleException {
        Result all = run(command);
        try {
            output.write(all.stdout().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new RoleException("answer-not-taken", "what was written was not taken", e);
        }
        return new Result(all.exitCode(), "", all.stderr());
    }

    @Override
    public Result run(Command command) throws RoleException {
        List<String> words = command.arguments();
        String line = command + command.input().map(input -> " < " + input).orElse("");
        switch (words.getFirst()) {
            case "pgrep" -> {
                long parent = Long.parseLong(words.getLast());
                StringBuilder out = new StringBuilder();
                processes.forEach((pid, ppid) -> out.append(ppid == parent ? pid + "\n" : ""));
                return new Result(0, out.toString(), "");
            }
            case "find" -> {
                return new Result(0, find, "");
            }
            case "mv" -> rename(Path.of(words.get(2)), Path.of(words.get(3)));
            case "nginx", "haproxy" -> {
                did.add(line);
                return refusesConfigurations ? new Result(1, "", "line 7 is wrong") : new Result(0, "", "");
            }
            case "systemctl" -> {
                if (words.get(1).equals("is-active")) {
                    return new Result(0, masters.containsKey(words.getLast()) ? "active\n" : "inactive\n", "");
                }
                did.add(line.replace("systemctl ", "")); // what is told to end ends when it has no more requests
            }
            default -> {
                if (says.containsKey(words.getFirst())) {
                    return new Result(0, says.getOrDefault(words.getFirst(), ""), "");
                }
                did.add(line);
                if (find.lines().anyMatch(words.getFirst()::equals) && refusesConfigurations) {
                    return new Result(1, "", "line 7 is wrong");
                }
            }
        }
        return new Result(0, "", "");
    }

    private void rename(Path from, Path to) {
        try {
            Files.move(real(from), real(to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public UnitState unit(String unit) {
        return masters.containsKey(unit) ? UnitState.ACTIVE : UnitState.INACTIVE;
    }

    @Override
    public void startUnit(String unit) throws RoleException {
        did.add("start " + unit);
        if (refusesConfigurations) {
            throw new RoleException("unit-failed", "systemd could not start " + unit);
        }
        long master = fork(unit, 1);
        masters.put(unit, master);
        fork(unit, master);
        put(pidFile(unit), master + "\n");
    }

    @Override
    public void reloadUnit(String unit) throws RoleException {
        did.add("reload " + unit);
        if (reloadFails) {
            throw new RoleException("interrupted", "a reload was interrupted");
        }
        fork(unit, Optional.ofNullable(masters.get(unit)).orElseThrow());
    }

    @Override
    public void restartUnit(String unit) {
        throw new IllegalStateException("a restart loses requests: " + unit);
    }

    @Override
    public void stopUnit(String unit) {
        did.add("stop " + unit);
        end(unit);
    }

    /** The master process ends, and its workers. */
    public void end(String unit) {
        Optional.ofNullable(masters.remove(unit)).ifPresent(master -> {
            List.copyOf(processes.entrySet()).stream().filter(p -> p.getValue().equals(master)).forEach(p -> kill(p.getKey()));
            kill(master);
        });
    }

    /** All workers but the newest end. */
    public void endOlder(String unit) {
        long master = Optional.ofNullable(masters.get(unit)).orElseThrow();
        List<Long> workers = processes.entrySet().stream().filter(p -> p.getValue() == master).map(Map.Entry::getKey).sorted().toList();
        workers.subList(0, workers.size() - 1).forEach(this::kill);
    }

    private long fork(String unit, long parent) {
        long pid = nextPid++;
        processes.put(pid, parent);
        put(Path.of("/proc/" + pid + "/stat"), pid + " (" + program(unit) + ") S " + parent + " 1 1 0");
        return pid;
    }

    private void kill(long pid) {
        processes.remove(pid);
        remove(Path.of("/proc/" + pid));
    }

    private String program(String unit) {
        return programs.entrySet().stream().filter(e -> unit.contains(e.getKey())).map(Map.Entry::getValue).findFirst().orElseThrow();
    }

    private Path pidFile(String unit) {
        String name = unit.replaceFirst("brume-[a-z]+-", "").replace(".service", "").replace('@', '-');
        return runDirectory.resolve(name + ".pid");
    }

    @Override
    public Path content(ContentRef ref) {
        return Path.of("/content/" + ref.digest().substring(0, 4));
    }

    @Override
    public String address() {
        return "10.0.0.9";
    }

    @Override
    public InstantSource clock() {
        return () -> now;
    }

    @Override
    public void await(Probe probe, Duration patience, String code, String text) throws RoleException {
        if (!probe.holds()) {
            throw new RoleException(code, text);
        }
    }

    private Path real(Path file) {
        return root.resolve(file.toString().substring(1));
    }
}
