package brume.director.scale;

import java.util.Objects;

/** What to do about the size of a service, with the reason as a sentence. */
public sealed interface ScaleStep {
    String why();

    /** @param code stable, kebab-case */
    record Keep(String code, String why) implements ScaleStep {
        public Keep {
            Objects.requireNonNull(code);
            Objects.requireNonNull(why);
        }
    }

    /** From now on so many nodes of the role are wanted. */
    record Resize(String role, int nodes, String why) implements ScaleStep {
        public Resize {
            Objects.requireNonNull(role);
            Objects.requireNonNull(why);
        }
    }
}
