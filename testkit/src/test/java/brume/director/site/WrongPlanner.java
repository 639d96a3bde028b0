package brume.director.site;

import java.time.InstantSource;

/** Asks the clock and is an object. */
final class WrongPlanner {
    private final InstantSource clock;

    WrongPlanner(InstantSource clock) {
        this.clock = clock;
    }

    long plan() {
        return clock.millis();
    }
}
