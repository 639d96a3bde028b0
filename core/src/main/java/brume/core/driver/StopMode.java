package brume.core.driver;

import java.time.Duration;
import java.util.Objects;

/** How hard to stop. */
public sealed interface StopMode {
    /** Asks the guest, then forces it after {@code patience}. */
    record Graceful(Duration patience) implements StopMode {
        public Graceful {
            Objects.requireNonNull(patience);
        }
    }

    /** Pulls the plug. */
    record Force() implements StopMode {}
}
