package brume.director.site;

import brume.core.outcome.Reason;
import java.time.Duration;
import java.util.Objects;

/** The one thing to do about a site now. */
sealed interface SiteStep {
    /** Remove a machine that nobody owns, after asking once more whose it is. */
    record RemoveMachine(String ref) implements SiteStep {
        public RemoveMachine {
            Objects.requireNonNull(ref);
        }
    }

    /** Remove a volume that nobody owns, with its data. */
    record RemoveVolume(String name) implements SiteStep {
        public RemoveVolume {
            Objects.requireNonNull(name);
        }
    }

    /** Wait for something outside. */
    record Hold(Reason reason) implements SiteStep {
        public Hold {
            Objects.requireNonNull(reason);
        }
    }

    /** The site is unwanted and empty: forget it. */
    record Forget() implements SiteStep {}

    /** Nothing to do. */
    record Rest(String text, Duration lookAgain) implements SiteStep {
        public Rest {
            Objects.requireNonNull(text);
            Objects.requireNonNull(lookAgain);
        }
    }
}
