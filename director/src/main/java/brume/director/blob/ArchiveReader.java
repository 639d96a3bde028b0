package brume.director.blob;

import java.io.IOException;
import java.io.InputStream;

/** Goes through an archive in order, in bounded memory. Can be done again with the same result. */
interface ArchiveReader {
    /** Takes one entry; {@code data} are a file's bytes and may be left unread. */
    @FunctionalInterface
    interface Visitor {
        void visit(ArchivedEntry entry, InputStream data) throws IOException;
    }

    /** Throws {@link Unacceptable} when a limit is passed, another {@link IOException} when the archive is damaged. */
    void each(Visitor visitor) throws IOException;
}
