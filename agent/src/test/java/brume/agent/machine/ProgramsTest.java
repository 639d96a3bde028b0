package brume.agent.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.agent.base.AgentThreads;
import brume.agent.base.Signal;
import brume.core.role.NodeSystem.Command;
import brume.core.role.NodeSystem.Result;
import brume.core.role.RoleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private static Command shell(String script) {
        return Command.of(LONG, "/bin/sh", "-c", script);
    }

    static void awaitTrue(BooleanSupplier holds) throws InterruptedException {
        for (int i = 0; i < 2000 && !holds.getAsBoolean(); i++) {
            Signal.pause(Duration.ofMillis(5));
        }
        assertThat(holds.getAsBoolean()).isTrue();
    }

    @Test
    void exitCodeAndBothStreams_areTheAnswer() throws Exception {
        assertThat(Programs.run(shell("echo out; echo err >&2; exit 3"))).isEqualTo(new Result(3, "out\n", "err\n"));
    }

    @Test
    void input_comesFromATextOrAFile_elseThereIsNone() throws Exception {
        assertThat(Programs.run(shell("cat").withStdin("tëxt")).stdout()).isEqualTo("tëxt");
        Path file = Files.writeString(folder.resolve("in"), "of a file");
        assertThat(Programs.run(shell("cat").withInput(file)).stdout()).isEqualTo("of a file");
        assertThat(Programs.run(shell("cat")).stdout()).isEmpty();
    }

    @Test
    void longInput_toAProgramThatDoesNotRead_doesNotBlock() throws Exception {
        assertThat(Programs.run(shell("exit 4").withStdin("x".repeat(1_000_000))).exitCode()).isEqualTo(4);
    }

    @Test
    void environment_isAdded() throws Exception {
        assertThat(Programs.run(shell("echo $GREETING").withEnvironment(Map.of("GREETING", "hello"))).stdout()).isEqualTo("hello\n");
    }

    @Test
    void output_isKeptUpToALimit_andTheProgramGoesOn() throws Exception {
        Result result = Programs.run(shell("head -c 3000000 /dev/zero; echo end >&2"));
        assertThat(result.stdout()).hasSize(1 << 20);
        assertThat(result.stderr()).isEqualTo("end\n");
    }

    @Test
    void missingProgram_isAnAnswerOfItsOwn() throws Exception {
        assertThat(Programs.run(Command.of(LONG, "/no/such/program")).exitCode()).isEqualTo(127);
    }

    @Test
    void deadline_endsTheWholeGroup() throws Exception {
        Path child = folder.resolve("child");
        Command command = new Command(
                List.of("/bin/sh", "-c", "sleep 60 & echo $! >" + child + "; wait"), Map.of(), Optional.empty(), "", Duration.ofMillis(500));
        assertThatThrownBy(() -> Programs.run(command)).isInstanceOfSatisfying(RoleException.class, e -> assertThat(e.code()).isEqualTo("deadline"));
        long pid = Long.parseLong(Files.readString(child).strip());
        awaitTrue(() -> gone(pid));
    }

    /** Ended, or waiting for its parent to take note of it. */
    private static boolean gone(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat")).matches("(?s).*\\) Z .*");
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void interrupt_endsTheWholeGroup_andStaysSet() throws Exception {
        Path child = folder.resolve("child");
        FutureTask<String> task = new FutureTask<>(() -> {
            try {
                Programs.run(shell("sleep 60 & echo $! >" + child + "; wait"));
                return "ended";
            } catch (RoleException e) {
                return e.code() + " " + Thread.currentThread().isInterrupted();
            }
        });
        Thread thread = AgentThreads.start("runs", task);
        awaitTrue(() -> child.toFile().length() > 0);
        thread.interrupt();
        assertThat(task.get(20, TimeUnit.SECONDS)).isEqualTo("interrupted true");
        long pid = Long.parseLong(Files.readString(child).strip());
        awaitTrue(() -> gone(pid));
    }

    @Test
    void childLeftBehind_isNotWaitedFor() throws Exception {
        Instant from = Instant.now();
        Result result = Programs.run(shell("echo started; sleep 20 & exit 0"));
        assertThat(result.stdout()).isEqualTo("started\n");
        assertThat(Duration.between(from, Instant.now())).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void manyAtOnce_doNotStarveEachOther() throws Exception {
        FutureTask<Integer> slow = AgentThreads.task("slow", () -> Programs.run(shell("sleep 1")).exitCode());
        FutureTask<Integer> slow2 = AgentThreads.task("slow2", () -> Programs.run(shell("sleep 1")).exitCode());
        FutureTask<Integer> slow3 = AgentThreads.task("slow3", () -> Programs.run(shell("sleep 1")).exitCode());
        assertThat(Programs.run(shell("echo quick")).stdout()).isEqualTo("quick\n");
        assertThat(slow.get(20, TimeUnit.SECONDS) + slow2.get(20, TimeUnit.SECONDS) + slow3.get(20, TimeUnit.SECONDS)).isZero();
    }
}
