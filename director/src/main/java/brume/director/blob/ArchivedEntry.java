package brume.director.blob;

import java.time.Instant;
import java.util.Objects;

/**
 * An entry as an uploaded archive has it: nothing in it is checked.
 *
 * @param target of links, else empty
 * @param size in bytes, of files
 */
record ArchivedEntry(String name, Kind kind, boolean executable, Instant modified, String target, long size) {
    ArchivedEntry {
        Objects.requireNonNull(name);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(modified);
        Objects.requireNonNull(target);
    }

    enum Kind {
        FILE,
        DIRECTORY,
        SYMBOLIC_LINK,
        HARD_LINK,
        /** A device or a pipe. */
        DEVICE,
        ENCRYPTED,
        /** Of a kind or compression that is not known. */
        UNKNOWN
    }
}
