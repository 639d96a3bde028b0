package brume.director.scale;

import brume.director.scale.ScaleSight.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the samples say of now and of a while from now. Pure.
 *
 * @param response weighted mean response, in milliseconds; 0 when nothing was answered
 * @param growth requests by then beside requests now
 */
record ScaleForecast(double response, double growth) {
    /** A sample counts half as much as one that is so much younger. */
    private static final double HALF_LIFE_SECONDS = 30;

    private static final double VIOLATION_WEIGHT = 2;
    /** Holt's smoothing of level and trend; quick, because a machine takes only a minute. */
    private static final double LEVEL = 0.4;

    private static final double TREND = 0.2;
    /** A trend is not believed to more than double demand, or to halve it, within the time that a machine takes. */
    private static final double GROWTH_MAX = 2;

    /** @param samples at least one */
    static ScaleForecast of(List<Sample> samples, double objective, Duration ahead) {
        return new ScaleForecast(response(samples, objective), growth(samples, ahead));
    }

    /** Newer samples weigh more, busy ones too, and those beyond the objective twice (ConPaaS's dynamic weights). */
    private static double response(List<Sample> samples, double objective) {
        Instant last = samples.getLast().at();
        double sum = 0;
        double weights = 0;
        for (Sample sample : samples) {
            if (sample.response().isPresent()) {
                double age = Duration.between(sample.at(), last).toMillis() / 1000.0;
                double response = sample.response().get();
                double weight = Math.pow(0.5, age / HALF_LIFE_SECONDS) * sample.requestsPerSecond() * (response > objective ? VIOLATION_WEIGHT : 1);
                sum += weight * response;
                weights += weight;
            }
        }
        return weights > 0 ? sum / weights : 0;
    }

    private static double growth(List<Sample> samples, Duration ahead) {
        double level = samples.getFirst().requestsPerSecond();
        double perSecond = 0;
        for (int i = 1; i < samples.size(); i++) {
            double seconds = Math.max(1, Duration.between(samples.get(i - 1).at(), samples.get(i).at()).toMillis() / 1000.0);
            double before = level;
            level = LEVEL * samples.get(i).requestsPerSecond() + (1 - LEVEL) * (level + perSecond * seconds);
            perSecond = TREND * (level - before) / seconds + (1 - TREND) * perSecond;
        }
        return level <= 0 ? 1 : Math.clamp((level + perSecond * ahead.toSeconds()) / level, 1 / GROWTH_MAX, GROWTH_MAX);
    }
}
