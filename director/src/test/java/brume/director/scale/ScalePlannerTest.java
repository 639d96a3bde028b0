package brume.director.scale;

import static org.assertj.core.api.Assertions.assertThat;

import brume.director.scale.ScaleSight.Sample;
import brume.director.scale.ScaleTerms.Bounds;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ScalePlannerTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final ScaleTerms TERMS =
            new ScaleTerms(Duration.ofMillis(700), Map.of("backend", new Bounds(1, 5), "web", new Bounds(1, 3)), Duration.ofMinutes(5), Optional.empty());
    private static final Map<String, Integer> TWO = Map.of("proxy", 1, "web", 1, "backend", 2);

    @Test
    void slow_growsTheBottleneck_byWhatItNeeds() {
        ScaleStep step = ScalePlanner.plan(TERMS, sight(steady(40, 900), Map.of("backend", 1.0, "web", 0.2), TWO, Optional.empty()), NOW);
        assertThat(step).isEqualTo(new ScaleStep.Resize(
                "backend", 4, "From 2 to 4 backend, the bottleneck at 100 % by then: 900 ms now, 900 ms expected, 700 ms wanted."));
    }

    @Test
    void busyWebs_growInsteadOfBackends() {
        ScaleStep step = ScalePlanner.plan(TERMS, sight(steady(40, 900), Map.of("backend", 0.3, "web", 0.9), TWO, Optional.empty()), NOW);
        assertThat(step).isInstanceOfSatisfying(ScaleStep.Resize.class, r -> assertThat(r.role()).isEqualTo("web"));
    }

    @Test
    void demandThatRises_isMetBeforeItIsSlow() {
        List<Sample> rising = new ArrayList<>();
        for (int i = 11; i >= 0; i--) {
            rising.add(new Sample(NOW.minusSeconds(10L * i), 40 - 2 * i, Optional.of(400.0)));
        }
        ScaleStep step = ScalePlanner.plan(TERMS, sight(rising, Map.of("backend", 0.75, "web", 0.2), TWO, Optional.empty()), NOW);
        assertThat(step).isInstanceOfSatisfying(ScaleStep.Resize.class, r -> assertThat(r.nodes()).isGreaterThan(2));
    }

    @Test
    void quickAndIdle_shrinksByOne() {
        ScaleStep step = ScalePlanner.plan(TERMS, sight(steady(5, 60), Map.of("backend", 0.1, "web", 0.05), TWO, Optional.of(NOW.minusSeconds(301))), NOW);
        assertThat(step).isEqualTo(new ScaleStep.Resize("backend", 1, "From 2 to 1 backend, which leaves the others at 20 %: 60 ms now, 60 ms expected, 700 ms wanted."));
    }

    @Test
    void whatWouldGrowAgainAtOnce_doesNotShrink() {
        assertThat(code(sight(steady(30, 200), Map.of("backend", 0.4, "web", 0.05), TWO, Optional.empty()))).isEqualTo("needed");
    }

    @Test
    void changesWait_forTheCoolDown() {
        Optional<Instant> young = Optional.of(NOW.minusSeconds(60));
        assertThat(code(sight(steady(40, 900), Map.of("backend", 1.0), TWO, young))).isEqualTo("cooling-down");
        assertThat(code(sight(steady(5, 60), Map.of("backend", 0.1), TWO, Optional.of(NOW.minusSeconds(200))))).isEqualTo("cooling-down");
    }

    @Test
    void boundsAndBudget_areKept_andSaid() {
        assertThat(code(sight(steady(40, 900), Map.of("backend", 1.0), Map.of("backend", 5), Optional.empty()))).isEqualTo("at-most");
        ScaleTerms poor = new ScaleTerms(Duration.ofMillis(700), Map.of("backend", new Bounds(1, 5)), Duration.ZERO, Optional.of(new BigDecimal("4.5")));
        assertThat(ScalePlanner.plan(poor, sight(steady(40, 900), Map.of("backend", 1.0), TWO, Optional.empty()), NOW)).isInstanceOf(ScaleStep.Keep.class).extracting(ScaleStep::why).asString().contains("4.5 credits");
        assertThat(code(sight(steady(5, 60), Map.of("backend", 0.1), Map.of("backend", 1), Optional.empty()))).isEqualTo("at-least");
    }

    @Test
    void withoutFigures_nothingIsDone() {
        assertThat(code(sight(List.of(), Map.of("backend", 1.0), TWO, Optional.empty()))).isEqualTo("no-figures");
        List<Sample> old = steady(40, 900).stream().map(s -> new Sample(s.at().minusSeconds(60), s.requestsPerSecond(), s.response())).toList();
        assertThat(code(sight(old, Map.of("backend", 1.0), TWO, Optional.empty()))).isEqualTo("no-figures");
    }

    private static String code(ScaleSight sight) {
        return ScalePlanner.plan(TERMS, sight, NOW) instanceof ScaleStep.Keep keep ? keep.code() : "resize";
    }

    private static List<Sample> steady(double requests, double response) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 11; i >= 0; i--) {
            samples.add(new Sample(NOW.minusSeconds(10L * i), requests, Optional.of(response)));
        }
        return samples;
    }

    private static ScaleSight sight(List<Sample> samples, Map<String, Double> pressure, Map<String, Integer> counts, Optional<Instant> changed) {
        return new ScaleSight(samples, pressure, counts, true, changed, Duration.ofSeconds(60), BigDecimal.ONE);
    }
}
