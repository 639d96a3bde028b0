package brume.service.wrong;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;

/** Breaks every rule of how classes are written. */
class OrderManager {
    interface Pause {
        void pause(Duration time) throws InterruptedException;
    }

    Pause pause() {
        return Thread::sleep;
    }

    String chance() {
        return Instant.now() + " " + UUID.randomUUID() + " " + new SplittableRandom().nextInt() + " " + System.nanoTime();
    }

    void fail() {
        throw new RuntimeException("bare");
    }
}
