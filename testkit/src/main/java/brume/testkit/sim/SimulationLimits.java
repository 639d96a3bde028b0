package brume.testkit.sim;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a simulation plays.
 *
 * @param chaosSteps how many steps the chaos takes
 * @param jump the longest time that the clock jumps in chaos
 * @param calmSteps after how many steps in calm it counts as never settling
 * @param calmTime after how much virtual time in calm it counts as never settling
 */
public record SimulationLimits(int chaosSteps, Duration jump, int calmSteps, Duration calmTime) {
    /** Small enough for thousands of seeds. */
    public static final SimulationLimits USUAL = new SimulationLimits(150, Duration.ofSeconds(30), 20_000, Duration.ofHours(24));

    public SimulationLimits {
        Objects.requireNonNull(jump);
        Objects.requireNonNull(calmTime);
    }

    public SimulationLimits withChaosSteps(int steps) {
        return new SimulationLimits(steps, jump, calmSteps, calmTime);
    }

    public SimulationLimits withCalm(int steps, Duration time) {
        return new SimulationLimits(chaosSteps, jump, steps, time);
    }
}
