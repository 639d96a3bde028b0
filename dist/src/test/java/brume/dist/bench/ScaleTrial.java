package brume.dist.bench;

import brume.director.scale.ScalePlanner;
import brume.director.scale.ScaleSight;
import brume.director.scale.ScaleSight.Sample;
import brume.director.scale.ScaleStep;
import brume.director.scale.ScaleTerms;
import brume.director.scale.ScaleTerms.Bounds;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code scale.sh}: the rule of autoscaling on a recorded trace, beside a plain threshold and fixed sizes. Arguments: the trace ({@code seconds,requests_per_second}), where to write the plot (SVG),
 * and {@code say} to print every change with its reason.
 */
final class ScaleTrial {
    private static final Instant START = Instant.ofEpochSecond(1_700_000_000);
    private static final Duration COOLDOWN = Duration.ofMinutes(5);
    private static final double JUDGED_MS = 700;
    private static final int MOST = 9;

    private ScaleTrial() {}

    /** How a size is chosen: wanted backends from what is seen. */
    @FunctionalInterface
    interface Rule {
        int backends(ScaleSight sight, Instant now);
    }

    /** A named rule. */
    record Entrant(String name, Rule rule) {}

    /** @param slow ten seconds that were slower than 700 ms; {@code credits} at one a machine-hour */
    record Result(String name, int slow, int samples, double credits, double mean, int most, int changes) {}

    public static void main(String[] arguments) throws IOException {
        List<double[]> trace = read(Path.of(arguments[0]));
        boolean say = arguments.length > 2;
        List<Result> results = new ArrayList<>();
        for (Entrant entrant : entrants(say)) {
            results.add(run(entrant, trace));
        }
        System.out.println(String.format(Locale.ROOT, "%-34s %10s %8s %9s %9s %6s %8s", "rule", "violations", "of all", "credits", "mean ms", "most", "changes"));
        for (Result r : results) {
            System.out.println(String.format(
                    Locale.ROOT, "%-34s %10d %7.1f%% %9.1f %9.0f %6d %8d", r.name(), r.slow(), 100.0 * r.slow() / r.samples(), r.credits(), r.mean(), r.most(), r.changes()));
        }
        Files.writeString(Path.of(arguments[1]), ScalePlot.svg(results));
    }

    private static List<Entrant> entrants(boolean say) {
        List<Entrant> all = new ArrayList<>();
        all.add(new Entrant("bronze: 1000 ms, 4 credits/h", ours(1000, Optional.of("4"), say)));
        all.add(new Entrant("silver: 700 ms, 6 credits/h", ours(700, Optional.of("6"), say)));
        all.add(new Entrant("gold: 600 ms", ours(600, Optional.empty(), say)));
        all.add(new Entrant("threshold: 75 % busy +1, 35 % -1", threshold(0.75, 0.35)));
        all.add(new Entrant("threshold: 60 % busy +1, 30 % -1", threshold(0.60, 0.30)));
        for (int n = 2; n <= 8; n += 2) {
            int fixed = n;
            all.add(new Entrant("always " + n, (sight, now) -> fixed));
        }
        return all;
    }

    private static Rule ours(long objective, Optional<String> budget, boolean say) {
        ScaleTerms terms = new ScaleTerms(Duration.ofMillis(objective), Map.of("backend", new Bounds(1, MOST)), COOLDOWN, budget.map(BigDecimal::new));
        return (sight, now) -> switch (ScalePlanner.plan(terms, sight, now)) {
            case ScaleStep.Keep _ -> sight.counts().getOrDefault("backend", 1);
            case ScaleStep.Resize resize -> {
                if (say) {
                    System.err.println(Duration.between(START, now).toSeconds() + " s, " + objective + " ms: " + resize.why());
                }
                yield resize.nodes();
            }
        };
    }

    /** One more above a share of busy workers, one less below another, with the same cool-down: what most autoscalers do. */
    private static Rule threshold(double high, double low) {
        return (sight, now) -> {
            int n = sight.counts().getOrDefault("backend", 1);
            double pressure = sight.pressure().getOrDefault("backend", 0.0);
            if (!sight.settled() || sight.changedAt().filter(at -> at.plus(COOLDOWN).isAfter(now)).isPresent()) {
                return n;
            }
            return pressure > high ? Math.min(MOST, n + 1) : pressure < low ? Math.max(1, n - 1) : n;
        };
    }

    private static Result run(Entrant entrant, List<double[]> trace) {
        int end = (int) trace.getLast()[0];
        SimulatedService service = new SimulatedService(entrant.rule().backends(SimulatedService.atFirst(START), START));
        List<Sample> samples = new ArrayList<>();
        Optional<Instant> changed = Optional.empty();
        int slow = 0;
        int changes = 0;
        int most = service.wanted();
        double sum = 0;
        double answers = 0;
        for (int t = 0; t < end; t += SimulatedService.STEP_SECONDS) {
            Instant now = START.plusSeconds(t);
            double demand = at(trace, t);
            double response = service.step(demand);
            samples.add(new Sample(now, demand, Optional.of(response)));
            slow += response > JUDGED_MS ? 1 : 0;
            sum += demand * response;
            answers += demand;
            int size = entrant.rule().backends(service.sight(samples.subList(Math.max(0, samples.size() - 20), samples.size()), changed), now);
            if (size != service.wanted()) {
                service.resize(size);
                changed = Optional.of(now);
                changes++;
                most = Math.max(most, size);
            }
        }
        return new Result(entrant.name(), slow, samples.size(), service.machineHours(), sum / answers, most, changes);
    }

    /** By straight lines between the points. */
    private static double at(List<double[]> trace, double seconds) {
        for (int i = 1; i < trace.size(); i++) {
            double[] to = trace.get(i);
            if (to[0] >= seconds) {
                double[] from = trace.get(i - 1);
                return from[1] + (to[1] - from[1]) * (seconds - from[0]) / (to[0] - from[0]);
            }
        }
        return trace.getLast()[1];
    }

    private static List<double[]> read(Path file) throws IOException {
        List<double[]> points = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.matches("[0-9.]+,[0-9.]+")) {
                String[] fields = line.split(",", -1);
                points.add(new double[] {Double.parseDouble(fields[0]), Double.parseDouble(fields[1])});
            }
        }
        return points;
    }
}
