package brume.director.blob;

import brume.director.http.Refusal;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

/**
 * The files of blobs: {@code blobs/aa/DIGEST}, where {@code aa} are the digest's first two digits, and {@code blobs/new} for what is being written. Thread-safe.
 */
final class BlobFiles {
    /** Left free on the disk for the database and the logs, in bytes. */
    private static final long RESERVE_BYTES = 200L << 20;

    private final Path directory;
    private final Path fresh;

    /** @param abandoned tells files that nobody is at work with any more from those that another director may have just written */
    BlobFiles(Path directory, Predicate<Path> abandoned) {
        this.directory = directory;
        this.fresh = directory.resolve("new");
        try {
            Files.createDirectories(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(fresh)) {
                for (Path leftover : leftovers) {
                    if (abandoned.test(leftover)) {
                        Files.deleteIfExists(leftover); // an earlier director ended in the middle of it
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the directory of blobs cannot be prepared", e);
        }
    }

    Path path(String digest) {
        return directory.resolve(digest.substring(0, 2)).resolve(digest);
    }

    /** Begins a file aside. Throws a {@link Refusal} with 507 when the disk is nearly full. */
    Draft begin() throws IOException {
        if (Files.getFileStore(fresh).getUsableSpace() < RESERVE_BYTES) {
            throw Refusal.of(507, "disk-full", "The director's disk is nearly full. Free some space and try again.");
        }
        Path file = Files.createTempFile(fresh, "", "");
        return new Draft(file, FileChannel.open(file, StandardOpenOption.WRITE));
    }

    void delete(String digest) throws IOException {
        Files.deleteIfExists(path(digest));
    }

    /** Digests of all files that are there. */
    List<String> all() throws IOException {
        List<String> digests = new ArrayList<>();
        try (DirectoryStream<Path> shelves = Files.newDirectoryStream(directory, "[0-9a-f][0-9a-f]")) {
            for (Path shelf : shelves) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(shelf)) {
                    files.forEach(file -> digests.add(file.getFileName().toString()));
                }
            }
        }
        return digests;
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A file being written. Closed without {@link #keep}, it is gone. Used by one thread at a time. */
    final class Draft extends FilterOutputStream {
        private final Path file;
        private final FileChannel channel;
        private final MessageDigest digest = sha256();
        private long size;

        private Draft(Path file, FileChannel channel) {
            super(OutputStream.nullOutputStream());
            this.file = file;
            this.channel = channel;
            this.out = Channels.newOutputStream(channel);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            out.write(buffer, offset, length);
            digest.update(buffer, offset, length);
            size += length;
        }

        /** What was written so far. */
        InputStream reread() throws IOException {
            return Files.newInputStream(file);
        }

        /** Brings everything onto the disk. Call once, after the last write. */
        Blob finish() throws IOException {
            channel.force(true);
            return new Blob(HexFormat.of().formatHex(digest.digest()), size);
        }

        /** Puts what was finished in its place, for good, unless the same bytes are there. May be repeated. */
        void keep(Blob blob) throws IOException {
            Path place = path(blob.digest());
            if (Files.exists(place)) {
                return;
            }
            if (!Files.exists(place.resolveSibling(""))) {
                Files.createDirectories(place.resolveSibling(""));
                sync(directory);
            }
            Files.createLink(place, file);
            sync(place.resolveSibling(""));
        }

        @Override
        public void close() throws IOException {
            channel.close();
            Files.deleteIfExists(file);
        }
    }
}
