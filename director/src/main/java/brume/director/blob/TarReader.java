package brume.director.blob;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Reads tar archives (POSIX.1-2001 pax, GNU and the old form), compressed or not. */
final class TarReader implements ArchiveReader {
    /** Headers of one entry, in bytes: bounds what the library keeps in memory for long names and extended attributes. */
    private static final long HEADERS_BYTES_MAX = 1 << 20;

    /** {@code xz -9} needs 65 MiB; dictionaries may ask for up to 4 GiB. */
    private static final int XZ_KIB_MAX = 80 << 10;

    private static final int BUFFER_BYTES = 64 << 10;
    private static final int EXECUTABLE = 0111;

    private final BlobStore blobs;
    private final Blob upload;
    private final ArchiveFormat format;

    TarReader(BlobStore blobs, Blob upload, ArchiveFormat format) {
        this.blobs = blobs;
        this.upload = upload;
        this.format = format;
    }

    /** Whether the bytes begin with a tar header, or with the zeroes that end an empty archive. */
    static boolean isTar(byte[] head) {
        if (head.length < TarConstants.DEFAULT_RCDSIZE) {
            return false;
        }
        byte[] block = Arrays.copyOf(head, TarConstants.DEFAULT_RCDSIZE);
        try {
            return Arrays.equals(block, new byte[block.length]) || TarUtils.verifyCheckSum(block);
        } catch (IllegalArgumentException noChecksum) {
            return false;
        }
    }

    @Override
    public void each(Visitor visitor) throws IOException {
        try (InputStream packed = new BufferedInputStream(blobs.open(upload.digest()), BUFFER_BYTES);
                Counted raw = new Counted(new BufferedInputStream(unpacked(packed), BUFFER_BYTES), new UnpackedBudget(upload.size()));
                TarArchiveInputStream tar = new TarArchiveInputStream(
                        raw, TarConstants.DEFAULT_BLKSIZE, TarConstants.DEFAULT_RCDSIZE, StandardCharsets.UTF_8.name(), true)) {
            raw.requireTar();
            for (Optional<TarArchiveEntry> entry = next(tar, raw); entry.isPresent(); entry = next(tar, raw)) {
                visitor.visit(entry(entry.get()), tar);
                tar.transferTo(OutputStream.nullOutputStream()); // what the visitor left, so that next() reads headers only
            }
        }
    }

    private InputStream unpacked(InputStream packed) throws IOException {
        return switch (format) {
            case TAR, ZIP -> packed;
            case TAR_GZ -> GzipCompressorInputStream.builder().setInputStream(packed).setDecompressConcatenated(true).get();
            case TAR_BZ2 -> new BZip2CompressorInputStream(packed, true);
            case TAR_XZ -> XZCompressorInputStream.builder().setInputStream(packed).setDecompressConcatenated(true).setMemoryLimitKiB(XZ_KIB_MAX).get();
        };
    }

    private static Optional<TarArchiveEntry> next(TarArchiveInputStream tar, Counted raw) throws IOException {
        raw.allow(HEADERS_BYTES_MAX);
        Optional<TarArchiveEntry> entry = Optional.ofNullable(tar.getNextEntry());
        raw.allow(Long.MAX_VALUE);
        return entry;
    }

    private static ArchivedEntry entry(TarArchiveEntry entry) {
        Optional<String> target = Optional.ofNullable(entry.getLinkName());
        return new ArchivedEntry(
                entry.getName(),
                kind(entry),
                (entry.getMode() & EXECUTABLE) != 0,
                Instant.ofEpochSecond(Math.max(0, entry.getLastModifiedTime().toInstant().getEpochSecond())),
                entry.isLink() || entry.isSymbolicLink() ? target.orElse("") : "",
                entry.getRealSize());
    }

    private static ArchivedEntry.Kind kind(TarArchiveEntry entry) {
        if (entry.isSymbolicLink()) {
            return ArchivedEntry.Kind.SYMBOLIC_LINK;
        }
        if (entry.isLink()) {
            return ArchivedEntry.Kind.HARD_LINK;
        }
        if (entry.isBlockDevice() || entry.isCharacterDevice() || entry.isFIFO()) {
            return ArchivedEntry.Kind.DEVICE;
        }
        if (entry.isDirectory()) {
            return ArchivedEntry.Kind.DIRECTORY;
        }
        boolean file = switch (entry.getLinkFlag()) {
            case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG, TarConstants.LF_GNUTYPE_SPARSE -> true;
            default -> false;
        };
        return file ? ArchivedEntry.Kind.FILE : ArchivedEntry.Kind.UNKNOWN;
    }

    /** The unpacked bytes, counted against the bomb limit and, while headers are read, against theirs. */
    private static final class Counted extends FilterInputStream {
        private final UnpackedBudget budget;
        private long allowed = Long.MAX_VALUE;

        Counted(InputStream in, UnpackedBudget budget) {
            super(in);
            this.budget = budget;
        }

        void allow(long bytes) {
            allowed = bytes;
        }

        void requireTar() throws IOException {
            in.mark(ArchiveFormat.HEAD_BYTES);
            byte[] head = in.readNBytes(ArchiveFormat.HEAD_BYTES);
            in.reset();
            if (!isTar(head)) {
                throw Unacceptable.of("not-an-archive", "The file is compressed, but what it holds is no tar archive.");
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = in.read(buffer, offset, length);
            if (count > 0) {
                budget.spend(count);
                allowed -= count;
                if (allowed < 0) {
                    throw Unacceptable.of("archive-headers-too-large", "The archive has an entry with more than 1 MiB of headers.");
                }
            }
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            return readNBytes((int) Math.min(count, BUFFER_BYTES)).length;
        }
    }
}
