package brume.director.http;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Room on the disk of the director's home. While little is left, requests that could need more are refused before they begin, so that what the director sees and does still finds a place.
 *
 * @param home a folder on the disk
 */
public record Room(Path home) {
    /** What observations of a large deployment write in a day, and the database's log between two checkpoints. */
    private static final long RESERVE_BYTES = 32L << 20;

    public Room {
        Objects.requireNonNull(home);
    }

    /** Throws a {@link Refusal} with 507 when too little is left. */
    void require() {
        if (home.toFile().getUsableSpace() < RESERVE_BYTES) {
            throw Refusal.of(507, "disk-full",
                    "The director's disk has less than " + (RESERVE_BYTES >> 20) + " MB left at " + home + ". Free some space there and try again; deleting applications is still possible.");
        }
    }
}
