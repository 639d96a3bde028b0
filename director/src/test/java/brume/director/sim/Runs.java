package brume.director.sim;

import java.util.List;
import java.util.Optional;

/** Runs of seeds. */
final class Runs {
    private static final int TAIL = 400;

    private Runs() {}

    /** What went wrong in the run of the seed, with its trace. */
    static Optional<String> failure(long seed, Variation variation) {
        try (World world = new World(Storm.of(seed), seed, variation)) {
            try {
                world.run();
                return Optional.empty();
            } catch (Violation violation) {
                List<String> lines = world.trace().lines();
                String tail = String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
                return Optional.of("seed " + seed + ": " + violation.getMessage() + "\n" + Storm.of(seed) + "\n" + tail);
            }
        }
    }

    static List<String> trace(long seed) {
        try (World world = new World(Storm.of(seed), seed, Variation.NONE)) {
            world.run();
            return world.trace().lines();
        }
    }
}
