package brume.core.service;

import brume.core.outcome.Reason;
import java.util.Map;
import java.util.Objects;

/** What the wish to remove one very node comes to. */
public sealed interface Removal {
    /** The node can go, and these are the counts to want from then on, complete. */
    record Counts(Map<String, Integer> counts) implements Removal {
        public Counts {
            counts = Map.copyOf(counts);
        }
    }

    /** The service cannot do without it. */
    record Refused(Reason reason) implements Removal {
        public Refused {
            Objects.requireNonNull(reason);
        }
    }
}
