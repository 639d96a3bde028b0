package brume.director.scale;

import brume.director.scale.ScaleSight.Sample;
import brume.director.scale.ScaleTerms.Bounds;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The rule of autoscaling, after ConPaaS's: feedback on the response time, checked by a short forecast, acted on where the pressure is. Pure.
 *
 * <ol>
 *   <li>The role with the highest pressure is the bottleneck, the only one that grows; of those above their least number the one with the lowest is the only one that shrinks.
 *   <li>The forecast: demand by the time a new node would serve (Holt's trend), and the response then, by the law of a busy server, {@code R(u) = R · (1 − u) / (1 − u')}.
 *   <li>Grow when the response is above 0.75 of the objective and the forecast above 0.6, or when the forecast alone is above the objective; by as many nodes as bring the pressure to 0.6, at
 *       most to twice as many.
 *   <li>Shrink by one when the response is below 0.6 of the objective, would be with one node less too, and those that stay would be at most at a pressure of 0.55: what shrinks does not grow at once.
 *       (ConPaaS shrinks below 0.35 of the objective whatever the pressure, which a page that takes half of its objective by itself never is.)
 * </ol>
 */
public final class ScalePlanner {
    /** How far back samples are looked at. */
    public static final Duration WINDOW = Duration.ofMinutes(2);

    static final double PRESSURE_AIM = 0.6;
    private static final double GROW_NOW = 0.75;
    private static final double GROW_THEN = 0.6;
    private static final double SHRINK = 0.6;
    private static final double PRESSURE_LEFT_MAX = 0.55;
    /** Beyond this the law of a busy server gives any number. */
    private static final double PRESSURE_MAX = 0.97;

    /** When more wait than that, the number says nothing more. */
    private static final double PRESSURE_SAID_MAX = 3;

    private static final int SAMPLES_MIN = 3;
    private static final Duration SAMPLE_OLD = Duration.ofSeconds(45);

    private ScalePlanner() {}

    public static ScaleStep plan(ScaleTerms terms, ScaleSight sight, Instant now) {
        List<Sample> recent = sight.samples().stream().filter(s -> s.at().isAfter(now.minus(WINDOW)) && !s.at().isAfter(now)).toList();
        if (recent.size() < SAMPLES_MIN || recent.getLast().at().isBefore(now.minus(SAMPLE_OLD))) {
            return new ScaleStep.Keep("no-figures", "The proxies told too little of the last two minutes to decide by.");
        }
        if (!sight.settled()) {
            return new ScaleStep.Keep("unsettled", "The last change is still being made.");
        }
        double objective = terms.objective().toMillis();
        ScaleForecast forecast = ScaleForecast.of(recent, objective, sight.lead());
        Optional<String> bottleneck = roles(terms, sight).reversed().stream().findFirst();
        double pressure = bottleneck.map(role -> sight.pressure().getOrDefault(role, 0.0)).orElse(0.0);
        double then = responseThen(forecast.response(), pressure, pressure * forecast.growth());
        boolean grow = (forecast.response() > GROW_NOW * objective && then > GROW_THEN * objective) || (then > objective && pressure * forecast.growth() > GROW_NOW);
        String figures = figures(forecast, then, objective);
        if (bottleneck.isPresent() && grow) {
            return grown(terms, sight, now, bottleneck.get(), pressure * forecast.growth(), figures);
        }
        if (forecast.response() < SHRINK * objective && then < SHRINK * objective) {
            return shrunk(terms, sight, now, forecast, figures);
        }
        return new ScaleStep.Keep("within-objective", "Neither slow enough to grow nor quick enough to shrink: " + figures + ".");
    }

    /** Roles with bounds, the least busy first; among equals the backends are the busier, because they do the work. */
    private static List<String> roles(ScaleTerms terms, ScaleSight sight) {
        return terms.bounds().keySet().stream()
                .filter(sight.counts()::containsKey)
                .sorted(Comparator.comparingDouble((String role) -> sight.pressure().getOrDefault(role, 0.0)).thenComparingInt(role -> role.equals("backend") ? 1 : 0).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static double responseThen(double response, double pressureNow, double pressureThen) {
        return response * (1 - Math.min(pressureNow, PRESSURE_MAX)) / (1 - Math.min(pressureThen, PRESSURE_MAX));
    }

    private static ScaleStep grown(ScaleTerms terms, ScaleSight sight, Instant now, String role, double pressure, String figures) {
        int nodes = sight.counts().getOrDefault(role, 1);
        Bounds bounds = terms.bounds().getOrDefault(role, new Bounds(1, nodes));
        if (cooling(sight, now, terms.cooldown().dividedBy(3))) {
            return new ScaleStep.Keep("cooling-down", "Slow, but the last change is too young to judge: " + figures + ".");
        }
        int needed = Math.clamp((long) Math.ceil(nodes * pressure / PRESSURE_AIM), nodes + 1, 2 * nodes);
        int within = Math.min(needed, bounds.most());
        int paid = Math.min(within, nodes + affordable(terms, sight));
        if (paid > nodes) {
            return new ScaleStep.Resize(role, paid, "From " + nodes + " to " + paid + " " + role + ", the bottleneck at " + percent(pressure) + " by then: " + figures + ".");
        }
        return within <= nodes
                ? new ScaleStep.Keep("at-most", "Slow, but " + role + " has the most nodes that it may have (" + bounds.most() + "): " + figures + ".")
                : new ScaleStep.Keep("over-budget", "Slow, but one more machine would cost more than " + terms.budgetPerHour().map(BigDecimal::toPlainString).orElse("") + " credits an hour: " + figures + ".");
    }

    /** Machines that the budget still has room for. */
    private static int affordable(ScaleTerms terms, ScaleSight sight) {
        if (terms.budgetPerHour().isEmpty() || sight.pricePerHour().signum() <= 0) {
            return Integer.MAX_VALUE / 2;
        }
        int machines = sight.counts().values().stream().mapToInt(Integer::intValue).sum();
        return terms.budgetPerHour().get().divide(sight.pricePerHour(), 0, RoundingMode.FLOOR).intValue() - machines;
    }

    private static ScaleStep shrunk(ScaleTerms terms, ScaleSight sight, Instant now, ScaleForecast forecast, String figures) {
        Optional<String> idlest = roles(terms, sight).stream().filter(role -> sight.counts().getOrDefault(role, 1) > least(terms, role)).findFirst();
        if (idlest.isEmpty()) {
            return new ScaleStep.Keep("at-least", "Quick, and as small as it may be: " + figures + ".");
        }
        String role = idlest.get();
        int nodes = sight.counts().getOrDefault(role, 1);
        double pressure = sight.pressure().getOrDefault(role, 0.0);
        double left = pressure * Math.max(1, forecast.growth()) * nodes / (nodes - 1);
        boolean slow = responseThen(forecast.response(), pressure, left) > SHRINK * terms.objective().toMillis();
        if (left > PRESSURE_LEFT_MAX || slow) {
            return new ScaleStep.Keep("needed", "Quick, but with one " + role + " less the others would be at " + percent(left) + ": " + figures + ".");
        }
        if (cooling(sight, now, terms.cooldown())) {
            return new ScaleStep.Keep("cooling-down", "Quick, but the last change is younger than the cool-down: " + figures + ".");
        }
        return new ScaleStep.Resize(role, nodes - 1, "From " + nodes + " to " + (nodes - 1) + " " + role + ", which leaves the others at " + percent(left) + ": " + figures + ".");
    }

    private static int least(ScaleTerms terms, String role) {
        return Optional.ofNullable(terms.bounds().get(role)).map(Bounds::least).orElse(1);
    }

    private static boolean cooling(ScaleSight sight, Instant now, Duration patience) {
        return sight.changedAt().filter(at -> at.plus(patience).isAfter(now)).isPresent();
    }

    private static String figures(ScaleForecast forecast, double then, double objective) {
        return String.format(Locale.ROOT, "%.0f ms now, %.0f ms expected, %.0f ms wanted", forecast.response(), then, objective);
    }

    private static String percent(double share) {
        return share > PRESSURE_SAID_MAX ? "more than " + Math.round(PRESSURE_SAID_MAX * 100) + " %" : Math.round(share * 100) + " %";
    }
}
