package brume.director.app;

import brume.director.service.ServiceState;
import java.util.Objects;

/** What a pass over an application comes to. */
sealed interface AppStep {
    /** Nothing of it is left. */
    record Bury() implements AppStep {}

    /** The sum of its services; {@code reached} when all that is wanted is there. */
    record Note(ServiceState state, String text, boolean reached) implements AppStep {
        public Note {
            Objects.requireNonNull(state);
            Objects.requireNonNull(text);
        }
    }
}
