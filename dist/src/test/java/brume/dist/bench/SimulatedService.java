package brume.dist.bench;

import brume.director.scale.ScaleSight;
import brume.director.scale.ScaleSight.Sample;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Backends behind a proxy, as a queue: five workers each, 300 ms of work a request. While there is room, the wait is Erlang's for that many servers (M/M/c); what is too much queues up and is
 * worked off. New machines serve, and cost, as after {@link #LEAD}; those that go finish what they have and cost no more.
 */
final class SimulatedService {
    static final int STEP_SECONDS = 10;
    static final Duration LEAD = Duration.ofSeconds(60);

    private static final int WORKERS = 5;
    private static final double WORK_SECONDS = 0.3;
    /** A proxy gives up on requests that wait longer. */
    private static final double WAIT_MAX_SECONDS = 30;

    private final List<Integer> coming = new ArrayList<>();
    private int serving;
    private int seconds;
    private double backlog;
    private double machineSeconds;
    private double pressure;

    SimulatedService(int backends) {
        serving = backends;
    }

    int wanted() {
        return serving + coming.size();
    }

    void resize(int backends) {
        while (wanted() < backends) {
            coming.add(seconds + (int) LEAD.toSeconds());
        }
        while (wanted() > backends) {
            if (coming.isEmpty()) {
                serving--;
            } else {
                coming.removeLast();
            }
        }
    }

    /** Ten seconds at so many requests a second; the mean response in milliseconds. */
    double step(double demand) {
        coming.removeIf(at -> {
            boolean there = at <= seconds;
            serving += there ? 1 : 0;
            return there;
        });
        int servers = serving * WORKERS;
        double capacity = servers / WORK_SECONDS;
        double waited = backlog / capacity;
        backlog = Math.clamp(backlog + (demand - capacity) * STEP_SECONDS, 0, capacity * WAIT_MAX_SECONDS);
        double load = Math.min(demand / capacity, 0.99);
        double response = WORK_SECONDS + erlangC(servers, load) * WORK_SECONDS / (servers * (1 - load)) + (waited + backlog / capacity) / 2;
        pressure = Math.max(Math.min(1, demand / capacity), Math.min(demand, capacity) * response / servers);
        if (backlog == 0) {
            pressure = demand / capacity;
        }
        seconds += STEP_SECONDS;
        machineSeconds += (double) wanted() * STEP_SECONDS;
        return response * 1000;
    }

    /** How likely a request has to wait, by the recursion of Erlang B. */
    private static double erlangC(int servers, double load) {
        double offered = load * servers;
        double blocked = 1;
        for (int i = 1; i <= servers; i++) {
            blocked = offered * blocked / (i + offered * blocked);
        }
        return blocked / (1 - load * (1 - blocked));
    }

    double machineHours() {
        return machineSeconds / 3600;
    }

    ScaleSight sight(List<Sample> samples, Optional<Instant> changed) {
        return new ScaleSight(samples, Map.of("backend", pressure), Map.of("backend", wanted()), coming.isEmpty(), changed, LEAD, BigDecimal.ONE);
    }

    /** Before anything was measured. */
    static ScaleSight atFirst(Instant now) {
        return new ScaleSight(List.of(), Map.of(), Map.of("backend", 1), true, Optional.of(now), LEAD, BigDecimal.ONE);
    }
}
