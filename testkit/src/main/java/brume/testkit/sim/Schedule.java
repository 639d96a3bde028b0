package brume.testkit.sim;

import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** Chooses what happens next, by weight. For one thread. */
public final class Schedule {
    private final RandomGenerator random;

    public Schedule(RandomGenerator random) {
        this.random = Objects.requireNonNull(random);
    }

    /** One of the moves; there is at least one. */
    public Move choose(List<Move> moves) {
        int left = random.nextInt(moves.stream().mapToInt(Move::weight).sum());
        for (Move move : moves) {
            left -= move.weight();
            if (left < 0) {
                return move;
            }
        }
        throw new IllegalStateException("the weights do not add up");
    }

    /** The same moves in another order. */
    public List<Move> shuffled(List<Move> moves) {
        Move[] all = moves.toArray(Move[]::new);
        for (int i = all.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            Move swapped = all[i];
            all[i] = all[other];
            all[other] = swapped;
        }
        return List.of(all);
    }

    /** True with that probability. */
    public boolean chance(double share) {
        return random.nextDouble() < share;
    }

    /** From 1 to {@code most}, small ones more often. */
    public long upTo(long most) {
        long bound = 1 + random.nextLong(most);
        return 1 + random.nextLong(bound);
    }
}
