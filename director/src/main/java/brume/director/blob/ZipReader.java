package brume.director.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Reads zip archives by their central directory (APPNOTE.TXT), the only place that knows links. */
final class ZipReader implements ArchiveReader {
    /** Longest target of a link, in bytes. */
    private static final int TARGET_BYTES_MAX = 4_096;

    /** Largest central directory, in bytes: it is read into memory whole. */
    private static final long DIRECTORY_BYTES_MAX = 16L << 20;

    private static final int END_BYTES = 22;
    private static final int COMMENT_BYTES_MAX = 65_535;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int EXECUTABLE = 0111;
    private static final int FORMAT_BITS = 0170000;
    private static final int DEVICES = 0020000;
    private static final int BLOCKS = 0060000;
    private static final int PIPES = 0010000;
    private static final int SOCKETS = 0140000;

    private final BlobStore blobs;
    private final Blob upload;

    ZipReader(BlobStore blobs, Blob upload) {
        this.blobs = blobs;
        this.upload = upload;
    }

    @Override
    public void each(Visitor visitor) throws IOException {
        UnpackedBudget budget = new UnpackedBudget(upload.size());
        try (SeekableByteChannel channel = blobs.channel(upload.digest())) {
            requireSmallDirectory(channel);
            try (ZipFile zip = ZipFile.builder()
                    .setSeekableByteChannel(channel)
                    .setCharset(StandardCharsets.UTF_8)
                    .setIgnoreLocalFileHeader(true)
                    .get()) {
                for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                    visit(zip, entry, budget, visitor);
                }
            }
        }
    }

    private static void visit(ZipFile zip, ZipArchiveEntry entry, UnpackedBudget budget, Visitor visitor) throws IOException {
        ArchivedEntry.Kind kind = kind(zip, entry);
        String target = kind == ArchivedEntry.Kind.SYMBOLIC_LINK ? target(zip, entry) : "";
        Instant modified = Instant.ofEpochMilli(Math.max(0, entry.getTime()));
        ArchivedEntry archived =
                new ArchivedEntry(entry.getName(), kind, (entry.getUnixMode() & EXECUTABLE) != 0, modified, target, entry.getSize());
        if (kind != ArchivedEntry.Kind.FILE) {
            visitor.visit(archived, InputStream.nullInputStream());
            return;
        }
        try (InputStream data = new BudgetedStream(zip.getInputStream(entry), budget)) {
            visitor.visit(archived, data);
        }
    }

    private static ArchivedEntry.Kind kind(ZipFile zip, ZipArchiveEntry entry) {
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            return ArchivedEntry.Kind.ENCRYPTED;
        }
        if (entry.isUnixSymlink()) {
            return ArchivedEntry.Kind.SYMBOLIC_LINK;
        }
        if (entry.isDirectory()) {
            return ArchivedEntry.Kind.DIRECTORY;
        }
        int type = entry.getUnixMode() & FORMAT_BITS;
        if (type == DEVICES || type == BLOCKS || type == PIPES || type == SOCKETS) {
            return ArchivedEntry.Kind.DEVICE;
        }
        return zip.canReadEntryData(entry) && entry.getSize() >= 0 ? ArchivedEntry.Kind.FILE : ArchivedEntry.Kind.UNKNOWN;
    }

    private static String target(ZipFile zip, ZipArchiveEntry entry) throws IOException {
        try (InputStream data = zip.getInputStream(entry)) {
            return new String(data.readNBytes(TARGET_BYTES_MAX + 1), StandardCharsets.UTF_8);
        }
    }

    /** Finds the end of the central directory (APPNOTE.TXT, section 4.3.16) and how far before it the directory begins. */
    private static void requireSmallDirectory(SeekableByteChannel channel) throws IOException {
        long from = Math.max(0, channel.size() - END_BYTES - COMMENT_BYTES_MAX);
        ByteBuffer tail = ByteBuffer.allocate((int) (channel.size() - from)).order(ByteOrder.LITTLE_ENDIAN);
        channel.position(from);
        while (tail.hasRemaining() && channel.read(tail) >= 0) {
            // until the tail is whole
        }
        Optional<Integer> end = Optional.empty();
        for (int at = tail.position() - END_BYTES; at >= 0 && end.isEmpty(); at--) {
            end = tail.getInt(at) == END_SIGNATURE ? Optional.of(at) : Optional.empty();
        }
        if (end.isEmpty()) {
            throw Unacceptable.of("damaged-archive", "The zip archive has no end: it is cut off.");
        }
        long offset = Integer.toUnsignedLong(tail.getInt(end.get() + 16));
        if (offset == 0xFFFF_FFFFL || from + end.get() - offset > DIRECTORY_BYTES_MAX) {
            throw Unacceptable.of("too-many-entries", "The zip archive's list of entries is larger than 16 MiB.");
        }
        channel.position(0);
    }
}
