package brume.core.id;

import java.util.UUID;

/** Where new ids come from. Passed in wherever ids are made, so that a simulation can repeat them. */
@FunctionalInterface
public interface IdSource {
    /** A fresh id, greater than the ones made before it within the same millisecond resolution. */
    UUID next();
}
