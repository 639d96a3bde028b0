package brume.director.blob;

import brume.core.problem.Problem;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes archives of code as users upload them and writes what nodes get: the same tree as a gzipped tar that holds nothing but files, directories and links that stay inside.
 * Nothing is stripped: what was unpacked in the current directory still is. Memory is bounded; time and disk by the limits in {@link UnpackedBudget} and {@link EntryRules}.
 *
 * <p>Thread-safe.
 */
public final class CodeArchive {
    private final BlobStore blobs;

    public CodeArchive(BlobStore blobs) {
        this.blobs = Objects.requireNonNull(blobs);
    }

    /** How it went. */
    public sealed interface Result {
        /**
         * Fit for nodes.
         *
         * @param content the archive that nodes get, kept as a blob
         * @param entries files, directories and links
         */
        record Normalised(ArchiveFormat format, Blob content, int entries) implements Result {
            public Normalised {
                Objects.requireNonNull(format);
                Objects.requireNonNull(content);
            }
        }

        /** Not acceptable: every bad entry by name, at least one problem. Nothing was kept. */
        record Refused(List<Problem> problems) implements Result {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    /** {@code source} is what the user called the archive; it only appears in problems. */
    public Result normalise(Blob upload, String source) throws IOException {
        Optional<ArchiveFormat> format = ArchiveFormat.of(head(upload));
        if (format.isEmpty()) {
            return refused("not-an-archive", "The file is no archive: tar, tar.gz, tar.bz2, tar.xz or zip.");
        }
        ArchiveReader reader = reader(upload, format.get());
        EntryRules rules = new EntryRules(source);
        try {
            Blob content = blobs.put(out -> rewriteTo(new Sink(out), reader, rules));
            return new Result.Normalised(format.get(), content, rules.count());
        } catch (Unacceptable e) {
            return new Result.Refused(e.problems());
        }
    }

    private ArchiveReader reader(Blob upload, ArchiveFormat format) {
        return switch (format) {
            case ZIP -> new ZipReader(blobs, upload);
            case TAR, TAR_GZ, TAR_BZ2, TAR_XZ -> new TarReader(blobs, upload, format);
        };
    }

    private byte[] head(Blob upload) throws IOException {
        try (InputStream in = blobs.open(upload.digest())) {
            return in.readNBytes(ArchiveFormat.HEAD_BYTES);
        }
    }

    /** What fails without the sink failing is the archive's fault. */
    private void rewriteTo(Sink sink, ArchiveReader reader, EntryRules rules) throws IOException {
        try {
            rewrite(reader, rules, sink);
        } catch (Unacceptable e) {
            throw e;
        } catch (IOException e) {
            if (sink.failed) {
                throw e;
            }
            throw Unacceptable.of("damaged-archive", "The archive is damaged or cut off: " + e.getMessage());
        }
    }

    private void rewrite(ArchiveReader reader, EntryRules rules, OutputStream out) throws IOException {
        try (TarGzWriter writer = new TarGzWriter(out)) {
            HardLinks hardLinks = new HardLinks();
            reader.each((entry, data) -> {
                Optional<EntryRules.Accepted> accepted = rules.accept(entry);
                if (accepted.isPresent()) {
                    write(writer, entry, accepted.get(), data, hardLinks);
                }
            });
            List<Problem> problems = rules.finish();
            if (!problems.isEmpty()) {
                throw new Unacceptable(problems);
            }
            if (!hardLinks.isEmpty()) {
                copyTargets(reader, writer, hardLinks);
            }
        }
    }

    private static void write(
            TarGzWriter writer, ArchivedEntry entry, EntryRules.Accepted accepted, InputStream data, HardLinks hardLinks)
            throws IOException {
        Instant modified = entry.modified();
        for (String parent : accepted.parents()) {
            writer.directory(parent, modified);
        }
        switch (entry.kind()) {
            case FILE -> writer.file(accepted.path(), entry.executable(), modified, entry.size(), data);
            case DIRECTORY -> writer.directory(accepted.path(), modified);
            case SYMBOLIC_LINK -> writer.symbolicLink(accepted.path(), entry.target(), modified);
            case HARD_LINK -> hardLinks.add(accepted.path(), EntryRules.plainPath(entry.target()));
            case DEVICE, ENCRYPTED, UNKNOWN -> throw new IllegalStateException("was refused before: " + entry.kind());
        }
    }

    /** Goes through the archive once more for the bytes that hard links stand for: each becomes a file of its own. */
    private void copyTargets(ArchiveReader reader, TarGzWriter writer, HardLinks hardLinks) throws IOException {
        UnpackedBudget copies = new UnpackedBudget(UnpackedBudget.BYTES_MAX);
        reader.each((entry, data) -> {
            boolean file = entry.kind() == ArchivedEntry.Kind.FILE;
            List<String> names = file ? hardLinks.namesOf(EntryRules.plainPath(entry.name())) : List.of();
            if (!names.isEmpty()) {
                copies.spend(Math.multiplyExact(entry.size(), (long) names.size()));
                blobs.aside(data, again -> {
                    for (String name : names) {
                        try (InputStream bytes = again.open()) {
                            writer.file(name, entry.executable(), entry.modified(), entry.size(), bytes);
                        }
                    }
                });
            }
        });
    }

    private static Result refused(String code, String text) {
        return new Result.Refused(List.of(Problem.of(code, text)));
    }

    /** Remembers whether it was the writing that failed. Leaves what is below it open, to be kept. */
    private static final class Sink extends FilterOutputStream {
        private boolean failed;

        Sink(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            boolean written = false;
            try {
                out.write(buffer, offset, length);
                written = true;
            } finally {
                failed |= !written;
            }
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void close() {}
    }
}
