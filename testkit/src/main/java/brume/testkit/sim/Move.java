package brume.testkit.sim;

import java.util.Objects;

/**
 * Something that could happen now.
 *
 * @param name stands in the trace; the same for every run of a seed
 * @param weight how likely it is beside the others, at least 1
 * @param act may throw {@link SimulatedCrash}; anything else that it throws fails the simulation
 */
public record Move(String name, int weight, Runnable act) {
    public Move {
        Objects.requireNonNull(name);
        Objects.requireNonNull(act);
        if (weight < 1) {
            throw new IllegalArgumentException("what can happen has a weight: " + name);
        }
    }

    public static Move of(String name, Runnable act) {
        return new Move(name, 1, act);
    }
}
