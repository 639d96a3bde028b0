package brume.core.service;

import brume.core.outcome.Reason;
import java.util.Objects;

/** Whom to ask for something at once, or why nobody can be. */
public sealed interface Demand {
    /**
     * An errand for the node of that ordinal.
     *
     * @param kind and {@code arguments} as in {@link brume.core.agent.Errand}
     */
    record Ask(int ordinal, String kind, String arguments) implements Demand {
        public Ask {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(arguments);
        }
    }

    /** Nobody can be asked, now or ever. */
    record Refused(Reason reason) implements Demand {
        public Refused {
            Objects.requireNonNull(reason);
        }
    }
}
