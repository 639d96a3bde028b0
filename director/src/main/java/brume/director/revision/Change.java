package brume.director.revision;

import java.util.Objects;
import java.util.Optional;

/** One difference between two designs. Services are named as they are called afterwards. */
public sealed interface Change {
    record Renamed(String from, String to) implements Change {}

    record Described(String from, String to) implements Change {}

    record Added(ServiceDesign service) implements Change {
        public Added {
            Objects.requireNonNull(service);
        }
    }

    /** With its data. */
    record Removed(ServiceDesign service) implements Change {
        public Removed {
            Objects.requireNonNull(service);
        }
    }

    /** The type or the site is another: no service can become that. */
    record Replaced(ServiceDesign from, ServiceDesign to) implements Change {
        public Replaced {
            Objects.requireNonNull(from);
            Objects.requireNonNull(to);
        }
    }

    record ServiceRenamed(String from, String to) implements Change {}

    record Run(String service, boolean to) implements Change {}

    /** Nodes that carry the role; 0 for a role that one of the designs does not know. */
    record Count(String service, String role, int from, int to) implements Change {}

    /** JSON texts; empty where the setting has its default. */
    record Setting(String service, String key, Optional<String> from, Optional<String> to) implements Change {
        public Setting {
            Objects.requireNonNull(from);
            Objects.requireNonNull(to);
        }
    }

    record Bytes(String service, Slot slot, Optional<Content> from, Optional<Content> to) implements Change {
        public Bytes {
            Objects.requireNonNull(slot);
            Objects.requireNonNull(from);
            Objects.requireNonNull(to);
        }
    }

    /** The user gives another password; it is in no change. */
    record Password(String service) implements Change {}
}
