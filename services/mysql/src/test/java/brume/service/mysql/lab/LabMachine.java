package brume.service.mysql.lab;

import brume.core.agent.ContentRef;
import brume.core.role.NodeSystem;
import brume.core.role.RoleException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A container, reached by {@code incus exec} from outside. */
final class LabMachine implements NodeSystem {
    private static final Duration MOMENT = Duration.ofSeconds(30);

    private final List<String> incus;
    private final String name;
    private final String address;
    private final Map<String, Path> blobs;

    /** @param incus the client's program and its leading options */
    LabMachine(List<String> incus, String name, String address, Map<String, Path> blobs) {
        this.incus = List.copyOf(incus);
        this.name = name;
        this.address = address;
        this.blobs = blobs;
    }

    @Override
    public Optional<String> read(Path file) throws RoleException {
        Result result = sh("cat " + file);
        return result.ok() ? Optional.of(result.stdout()) : Optional.empty();
    }

    @Override
    public boolean write(Path file, String content, Access access) throws RoleException {
        String bits = octal(access.mode());
        String present = sh("stat -c '%U:%G %a' " + file + " && cat " + file).stdout();
        if (present.equals(access.owner() + " " + bits + "\n" + content)) {
            return false;
        }
        String script = "set -e; mkdir -p " + file.getParent() + "; umask 077; cat > " + file + ".new; chown " + access.owner() + " " + file + ".new; chmod " + bits + " " + file + ".new; sync " + file
                + ".new; mv " + file + ".new " + file;
        Result result = run(Command.of(MOMENT, "sh", "-c", script).withStdin(content));
        if (!result.ok()) {
            throw new RoleException("file-not-written", result.stderr());
        }
        return true;
    }

    private static String octal(String mode) {
        int bits = 0;
        for (int i = 0; i < mode.length(); i++) {
            bits = bits << 1 | (mode.charAt(i) == '-' ? 0 : 1);
        }
        return Integer.toOctalString(bits);
    }

    @Override
    public void remove(Path path) throws RoleException {
        sh("rm -rf " + path);
    }

    @Override
    public Result run(Command command) throws RoleException {
        List<String> all = new ArrayList<>(incus);
        all.addAll(List.of("exec", "--mode=non-interactive", name));
        command.environment().forEach((k, v) -> all.add("--env=" + k + "=" + v));
        all.add("--");
        all.addAll(command.arguments());
        return program(all, command.stdin(), command.deadline());
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

    static Result program(List<String> arguments, String stdin, Duration deadline) throws RoleException {
        try {
            Process process = new ProcessBuilder(arguments).start();
            FutureTask<String> out = new FutureTask<>(() -> new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            FutureTask<String> err = new FutureTask<>(() -> new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
            Thread.ofVirtual().start(out);
            Thread.ofVirtual().start(err);
            try (OutputStream in = process.getOutputStream()) {
                in.write(stdin.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // it ended without reading
            }
            try {
                if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new RoleException("deadline", arguments + " takes too long");
                }
                return new Result(process.exitValue(), out.get(), err.get());
            } finally {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RoleException("interrupted", "interrupted");
        } catch (IOException | ExecutionException e) {
            throw new RoleException("program-not-started", String.valueOf(e), e);
        }
    }

    private Result sh(String script) throws RoleException {
        return run(Command.of(MOMENT, "sh", "-c", script));
    }

    @Override
    public UnitState unit(String unit) throws RoleException {
        Result result = run(Command.of(MOMENT, "systemctl", "show", "--property=ActiveState", "--value", unit));
        while (result.ok() && result.stdout().isEmpty()) { // the client sometimes loses the output
            result = run(Command.of(MOMENT, "systemctl", "show", "--property=ActiveState", "--value", unit));
        }
        return switch (result.stdout().strip()) {
            case "active", "reloading" -> UnitState.ACTIVE;
            case "activating" -> UnitState.ACTIVATING;
            case "inactive", "deactivating" -> UnitState.INACTIVE;
            case "failed" -> UnitState.FAILED;
            default -> throw new RoleException("unit-unknown", "no answer from systemd: " + result);
        };
    }

    @Override
    public void startUnit(String unit) throws RoleException {
        systemctl("start", unit);
    }

    @Override
    public void reloadUnit(String unit) throws RoleException {
        systemctl("reload-or-restart", unit);
    }

    @Override
    public void restartUnit(String unit) throws RoleException {
        systemctl("restart", unit);
    }

    @Override
    public void stopUnit(String unit) throws RoleException {
        systemctl("stop", unit);
    }

    private void systemctl(String verb, String unit) throws RoleException {
        Result result = run(Command.of(Duration.ofMinutes(15), "systemctl", "--quiet", verb, unit));
        if (!result.ok()) {
            throw new RoleException("unit-failed", "systemctl " + verb + " " + unit + ": " + result.stderr());
        }
    }

    @Override
    public Path content(ContentRef ref) throws RoleException {
        Path local = blobs.get(ref.digest());
        if (local == null) {
            throw new RoleException("content", "no such blob");
        }
        List<String> push = new ArrayList<>(incus);
        push.addAll(List.of("file", "push", local.toString(), name + "/root/" + ref.digest()));
        Result result = program(push, "", Duration.ofMinutes(5));
        if (!result.ok()) {
            throw new RoleException("content", result.stderr());
        }
        return Path.of("/root/" + ref.digest());
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public void await(Probe probe, Duration patience, String code, String text) throws RoleException {
        long end = System.nanoTime() + patience.toNanos();
        while (!probe.holds()) {
            if (System.nanoTime() > end) {
                throw new RoleException(code, text);
            }
            pause(50);
        }
    }

    static void pause(long millis) throws RoleException {
        try {
            boolean _ = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RoleException("interrupted", "interrupted");
        }
    }
}
