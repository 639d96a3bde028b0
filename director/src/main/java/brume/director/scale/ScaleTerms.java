package brume.director.scale;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a user wants of autoscaling.
 *
 * @param objective mean response time that should not be exceeded
 * @param bounds by role; roles without bounds are left alone
 * @param cooldown nothing is removed for so long after a change, and nothing added for a third of it
 * @param budgetPerHour most that the service's machines may cost, in credits
 */
public record ScaleTerms(Duration objective, Map<String, Bounds> bounds, Duration cooldown, Optional<BigDecimal> budgetPerHour) {
    /** The least and the most nodes of a role. */
    public record Bounds(int least, int most) {
        public Bounds {
            if (least < 1 || most < least) {
                throw new IllegalArgumentException("bounds are 1 or more, the least first: " + least + " to " + most);
            }
        }
    }

    public ScaleTerms {
        if (objective.toMillis() <= 0 || cooldown.isNegative()) {
            throw new IllegalArgumentException("an objective lies above 0, and a cool-down is not negative");
        }
        bounds = Map.copyOf(bounds);
        Objects.requireNonNull(budgetPerHour);
    }
}
