package brume.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import brume.core.driver.DriverException;
import brume.core.driver.Exec;
import brume.core.driver.ProviderRef;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link Topic#EXEC}: programs in a machine. */
public interface ExecContract extends ContractTopic {
    int OUTPUT_LIMIT = 1 << 20;

    @Test
    default void program_answersWithItsCodeAndBothStreams() {
        Exec exec = exec();
        ProviderRef ref = scene().running(scene().spec("one")).ref();

        Exec.Result result = exec.run(ref, command("sh", "-c", "echo höre; echo weh >&2; exit 3"));

        assertThat(result).isEqualTo(new Exec.Result(3, "höre\n", "weh\n"));
    }

    @Test
    default void arguments_arePassedAsTheyAre() {
        Exec exec = exec();
        ProviderRef ref = scene().running(scene().spec("one")).ref();

        Exec.Result result = exec.run(ref, command("printf", "%s|", "a b", "$HOME", "*", "'", "\"; exit 1"));

        assertThat(result).isEqualTo(new Exec.Result(0, "a b|$HOME|*|'|\"; exit 1|", ""));
    }

    @Test
    default void environment_isAdded() {
        Exec exec = exec();
        ProviderRef ref = scene().running(scene().spec("one")).ref();

        Exec.Result result = exec.run(
                ref,
                new Exec.Command(List.of("sh", "-c", "echo \"$GREETING ${PATH:+and a path}\""), Map.of("GREETING", "hello you"), Duration.ofSeconds(20)));

        assertThat(result.stdout()).isEqualTo("hello you and a path\n");
    }

    @Test
    default void unknownProgram_isNoSuccess() {
        Exec exec = exec();
        ProviderRef ref = scene().running(scene().spec("one")).ref();

        try {
            assertThat(exec.run(ref, command("brume-no-such-program")).exitCode()).isNotZero();
        } catch (DriverException.Rejected refused) {
            assertThat(refused.code()).isEqualTo("bad-request");
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    default void programThatTakesTooLong_isOutcomeUnknown() {
        Exec exec = exec();
        ProviderRef ref = scene().running(scene().spec("one")).ref();

        assertThatThrownBy(() -> exec.run(ref, new Exec.Command(List.of("sleep", "600"), Map.of(), Duration.ofSeconds(1))))
                .isInstanceOf(DriverException.OutcomeUnknown.class);
    }

    @Test
    default void longOutput_isCut() {
        Exec exec = exec();
        ProviderRef ref = scene().running(scene().spec("one")).ref();

        Exec.Result result = exec.run(ref, command("sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x"));

        assertThat(result.exitCode()).isZero();
        assertThat(result.stdout()).hasSize(OUTPUT_LIMIT).matches("x+");
    }

    @Test
    default void programInAnAbsentMachine_isRejected() {
        Exec exec = exec();

        assertThatThrownBy(() -> exec.run(scene().subject().absent(), command("true")))
                .isInstanceOfSatisfying(DriverException.Rejected.class, e -> assertThat(e.code()).isEqualTo("no-such-instance"));
    }

    @Test
    default void programInAForeignMachine_isRejected() {
        Exec exec = exec();
        ForeignResource foreign = scene().closing(scene().need(
                Topic.TAGS, scene().subject().foreignMachine(scene().freshDeployment() + "-other")));

        assertThatThrownBy(() -> exec.run(new ProviderRef(foreign.handle()), command("true")))
                .isInstanceOfSatisfying(DriverException.Rejected.class, e -> assertThat(e.code()).isEqualTo("no-such-instance"));
    }

    private Exec exec() {
        return scene().need(Topic.EXEC, scene().driver().exec());
    }

    private static Exec.Command command(String... arguments) {
        return new Exec.Command(Arrays.asList(arguments), Map.of(), Duration.ofSeconds(20));
    }
}
