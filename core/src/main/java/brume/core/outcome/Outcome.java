package brume.core.outcome;

import java.time.Duration;
import java.util.Objects;

/** The result of one pass. Every variant says in words what was found, for {@code why}. */
public sealed interface Outcome {

    /** Wants and sees agree. {@code lookAgain} is the unhurried interval until the next look without a wake. */
    record Settled(String text, Duration lookAgain) implements Outcome {
        public Settled {
            Objects.requireNonNull(text);
            requirePositive(lookAgain);
        }
    }

    /** On the way: {@code doing} says what is being done or waited for. */
    record Working(String doing, Duration lookAgain) implements Outcome {
        public Working {
            Objects.requireNonNull(doing);
            requirePositive(lookAgain);
        }
    }

    /** Cannot go on until something outside changes; tried again after {@code lookAgain} all the same. */
    record Blocked(Reason reason, Duration lookAgain) implements Outcome {
        public Blocked {
            Objects.requireNonNull(reason);
            requirePositive(lookAgain);
        }
    }

    /** The thing is no more and needs no further look. */
    record Gone() implements Outcome {}

    private static void requirePositive(Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("the next look lies in the future: " + duration);
        }
    }
}
