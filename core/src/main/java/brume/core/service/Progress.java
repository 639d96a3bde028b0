package brume.core.service;

import brume.core.outcome.Reason;
import java.util.Objects;

/** How far a service is, as its planner sees it. */
public sealed interface Progress {
    /** Serving as wanted. */
    record Ready(String text) implements Progress {
        public Ready {
            Objects.requireNonNull(text);
        }
    }

    /** On the way; says what is waited for. */
    record Moving(String text) implements Progress {
        public Moving {
            Objects.requireNonNull(text);
        }
    }

    /** Cannot go on by itself; says what is needed. */
    record Stuck(Reason reason) implements Progress {
        public Stuck {
            Objects.requireNonNull(reason);
        }
    }
}
