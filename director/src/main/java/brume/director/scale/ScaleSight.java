package brume.director.scale;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is seen of a service.
 *
 * @param samples of the proxies, oldest first, about ten seconds apart
 * @param pressure by role, how busy its nodes are on average: the larger of the share of busy processors and of busy workers; above 1 when requests wait for workers
 * @param counts wanted nodes by role
 * @param settled whether the service is all that is wanted of it
 * @param changedAt when counts were last changed, by whomever
 * @param lead how long a new node takes to serve
 * @param pricePerHour of a machine, in credits
 */
public record ScaleSight(
        List<Sample> samples,
        Map<String, Double> pressure,
        Map<String, Integer> counts,
        boolean settled,
        Optional<Instant> changedAt,
        Duration lead,
        BigDecimal pricePerHour) {

    /** @param response mean, in milliseconds; empty where nothing was answered */
    public record Sample(Instant at, double requestsPerSecond, Optional<Double> response) {
        public Sample {
            Objects.requireNonNull(at);
            Objects.requireNonNull(response);
        }
    }

    public ScaleSight {
        samples = List.copyOf(samples);
        pressure = Map.copyOf(pressure);
        counts = Map.copyOf(counts);
        Objects.requireNonNull(changedAt);
        Objects.requireNonNull(lead);
        Objects.requireNonNull(pricePerHour);
    }
}
