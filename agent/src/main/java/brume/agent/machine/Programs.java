package brume.agent.machine;

import brume.agent.base.AgentThreads;
import brume.core.role.NodeSystem.Command;
import brume.core.role.NodeSystem.Result;
import brume.core.role.RoleException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs programs. Each gets a session and a process group of its own (util-linux {@code setsid}, which keeps the process id when the caller leads no group), so that the
 * whole group can be ended when the deadline passes or the caller is interrupted. Thread-safe.
 */
final class Programs {
    private static final int OUTPUT_BYTES_MAX = 1 << 20;
    /** After the program ended, what it wrote last may still wait for a slow reader: as much as pipe and buffers hold. */
    private static final long PASS_ON_GRACE_MILLIS = 60_000;

    /** After the program ended, its output may still be held open by a child that it left behind. */
    private static final long OUTPUT_GRACE_MILLIS = 500;

    private Programs() {}

    static Result run(Command command) throws RoleException {
        Process process = start(command);
        return until(process, command, Capture.of(process.getInputStream(), "stdout of " + process.pid())::text);
    }

    static Result stream(Command command, OutputStream output) throws RoleException {
        Process process = start(command);
        FutureTask<Boolean> pump = AgentThreads.pump("stdout of " + process.pid(), () -> passOn(process, output));
        return until(process, command, () -> awaitPassedOn(pump, command));
    }

    /** Ends the program when its output is not taken any more: nobody would notice otherwise until its next write. */
    private static boolean passOn(Process process, OutputStream output) throws IOException {
        boolean passed = false;
        try {
            process.getInputStream().transferTo(output);
            passed = true;
            return true;
        } finally {
            if (!passed) {
                endGroup(process);
            }
        }
    }

    private static String awaitPassedOn(FutureTask<Boolean> pump, Command command) throws RoleException, InterruptedException {
        try {
            var _ = pump.get(PASS_ON_GRACE_MILLIS, TimeUnit.MILLISECONDS);
            return "";
        } catch (TimeoutException | ExecutionException e) {
            throw new RoleException("answer-not-taken", "what " + name(command) + " wrote was not taken", e);
        }
    }

    /** The program's output once it has ended. */
    @FunctionalInterface
    private interface Output {
        String text() throws RoleException, InterruptedException;
    }

    private static Result until(Process process, Command command, Output out) throws RoleException {
        boolean ended = false;
        try {
            Capture err = Capture.of(process.getErrorStream(), "stderr of " + process.pid());
            if (command.input().isEmpty() && !command.stdin().isEmpty()) {
                var _ = AgentThreads.pump("stdin of " + process.pid(), () -> feed(process, command.stdin()));
            }
            if (!process.waitFor(command.deadline().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new RoleException("deadline", name(command) + " did not end within " + seconds(command));
            }
            Result result = new Result(process.exitValue(), out.text(), err.text());
            ended = true;
            return result;
        } catch (InterruptedException e) {
            throw interrupted(name(command));
        } finally {
            if (!ended) {
                endGroup(process);
            }
            closeStreams(process);
        }
    }

    /** Keeps the interrupt status, so that whatever the thread tries next ends at once too. */
    static RoleException interrupted(String what) {
        Thread.currentThread().interrupt();
        return new RoleException("interrupted", what + " was interrupted");
    }

    private static Process start(Command command) throws RoleException {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(name(command));
        }
        List<String> arguments = new ArrayList<>(command.arguments().size() + 1);
        arguments.add("setsid");
        arguments.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(arguments);
        builder.environment().putAll(command.environment());
        if (command.input().isPresent()) {
            builder.redirectInput(command.input().get().toFile());
        } else if (command.stdin().isEmpty()) {
            builder.redirectInput(new File("/dev/null"));
        }
        try {
            return builder.start();
        } catch (IOException e) {
            throw new RoleException("program-not-started", name(command) + " could not be started: " + e.getMessage(), e);
        }
    }

    private static boolean feed(Process process, String text) {
        try (OutputStream out = process.getOutputStream()) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException e) {
            return false; // the program ended without reading all of it, which its exit code judges
        }
    }

    /** Java cannot signal a group; the shell's own kill can, and every Debian has a shell. */
    private static void endGroup(Process process) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -KILL -\"$0\"", Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
    }

    private static void closeStreams(Process process) {
        try {
            process.getInputStream().close();
            process.getErrorStream().close();
        } catch (IOException e) {
            // nobody reads them any more
        }
    }

    private static String name(Command command) {
        return command.arguments().isEmpty() ? "a program without a name" : command.arguments().getFirst();
    }

    private static String seconds(Command command) {
        return command.deadline().toMillis() / 1000.0 + " s";
    }

    /** What a program writes, read to its end so that the program never blocks, kept up to the limit. */
    private record Capture(ByteArrayOutputStream kept, FutureTask<Boolean> pump) {
        static Capture of(InputStream in, String name) {
            ByteArrayOutputStream kept = new ByteArrayOutputStream(); // its methods are synchronized
            return new Capture(kept, AgentThreads.pump(name, () -> copy(in, kept)));
        }

        private static boolean copy(InputStream in, ByteArrayOutputStream kept) throws IOException {
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                kept.write(buffer, 0, Math.min(n, OUTPUT_BYTES_MAX - kept.size()));
            }
            return true;
        }

        String text() throws InterruptedException {
            try {
                var _ = pump.get(OUTPUT_GRACE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                // held open by somebody else, or broken off: what came until now is the output
            }
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}
