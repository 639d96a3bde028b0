package brume.director.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/**
 * Writes the archives that nodes get: gzipped pax tar of files (0644, or 0755 when executable), directories (0755) and symbolic links, all owned by root. The same entries give
 * the same bytes. Used by one thread.
 */
final class TarGzWriter implements AutoCloseable {
    private static final int FILE = 0100644;
    private static final int PROGRAM = 0100755;
    private static final int DIRECTORY = 0040755;
    private static final int LINK = 0120777;

    private final TarArchiveOutputStream tar;

    TarGzWriter(OutputStream out) throws IOException {
        GzipParameters parameters = new GzipParameters();
        parameters.setCompressionLevel(Deflater.BEST_SPEED); // it crosses one local network and is unpacked a few times
        tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(out, parameters), StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    void directory(String path, Instant modified) throws IOException {
        put(entry(path + "/", TarConstants.LF_DIR, DIRECTORY, modified));
        tar.closeArchiveEntry();
    }

    void symbolicLink(String path, String target, Instant modified) throws IOException {
        TarArchiveEntry entry = entry(path, TarConstants.LF_SYMLINK, LINK, modified);
        entry.setLinkName(target);
        put(entry);
        tar.closeArchiveEntry();
    }

    /** {@code size} must be what {@code data} has, else an {@link IOException} says that the archive is damaged. */
    void file(String path, boolean executable, Instant modified, long size, InputStream data) throws IOException {
        TarArchiveEntry entry = entry(path, TarConstants.LF_NORMAL, executable ? PROGRAM : FILE, modified);
        entry.setSize(size);
        put(entry);
        data.transferTo(tar);
        tar.closeArchiveEntry();
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    private void put(TarArchiveEntry entry) throws IOException {
        tar.putArchiveEntry(entry);
    }

    private static TarArchiveEntry entry(String path, byte kind, int mode, Instant modified) {
        TarArchiveEntry entry = new TarArchiveEntry(path, kind);
        entry.setMode(mode);
        entry.setModTime(FileTime.from(modified));
        entry.setIds(0, 0);
        entry.setNames("root", "root");
        return entry;
    }
}
