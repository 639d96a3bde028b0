package brume.director.sim;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import brume.testkit.sim.VirtualClock;

/** What happened, line by line, with the virtual time. */
final class Trace {
    private final InstantSource clock;
    private final List<String> lines = new ArrayList<>();

    Trace(InstantSource clock) {
        this.clock = clock;
    }

    void add(String line) {
        long millis = Duration.between(VirtualClock.START, clock.instant()).toMillis();
        lines.add(millis + " " + line);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
