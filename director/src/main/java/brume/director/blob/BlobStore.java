package brume.director.blob;

import static brume.director.db.generated.Tables.ATTACHMENT;
import static brume.director.db.generated.Tables.BLOB;
import static brume.director.db.generated.Tables.CODE;

import brume.director.db.Database;
import brume.director.db.RowLimit;
import brume.director.http.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Keeps blobs. Thread-safe. */
public final class BlobStore {
    /** The row of table {@code due} of whoever collects: there is one set of blobs. */
    public static final UUID COLLECTION = new UUID(0, 1);

    /** Time between an upload and its use: a person who answers a question in between. What was used once goes with its last user. */
    public static final Duration UNUSED_KEPT = Duration.ofHours(6);

    private static final int COPY_BYTES = 64 << 10;

    /** Rows that one collection looks at. */
    static final int COLLECT_MAX = 1_000;

    private final BlobFiles files;
    private final Database database;
    private final InstantSource clock;

    public BlobStore(Path directory, Database database, InstantSource clock) {
        this.database = Objects.requireNonNull(database);
        this.clock = Objects.requireNonNull(clock);
        this.files = new BlobFiles(directory, this::abandoned);
    }

    /** Where there is no other director, everything that is not known is left over; where there is, what is young may be in its hands. */
    private boolean abandoned(Path file) {
        try {
            return database.sole() || Files.getLastModifiedTime(file).toInstant().plus(UNUSED_KEPT).isBefore(clock.instant());
        } catch (IOException e) {
            return false; // the other one has just moved it
        }
    }

    /** Writes a blob's bytes. */
    @FunctionalInterface
    public interface Content {
        /** Throws whatever stops it; then nothing is kept. */
        void write(OutputStream out) throws IOException;
    }

    /** Keeps all bytes of the stream, on disk when this returns. Throws a {@link Refusal}: 413 beyond {@code bytesMax}, 507 when the disk is nearly full. */
    public Blob put(InputStream in, long bytesMax) throws IOException {
        return put(out -> {
            byte[] buffer = new byte[COPY_BYTES];
            long size = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                size += count;
                if (size > bytesMax) {
                    throw Refusal.of(413, "too-large", "The upload is larger than " + bytesMax + " bytes.");
                }
                out.write(buffer, 0, count);
            }
        });
    }

    /**
     * Keeps what {@code content} writes. The file comes to its place in the transaction that writes its row, and goes in the one that removes it: writers take turns, those of other
     * directors too, so no file goes between.
     */
    public Blob put(Content content) throws IOException {
        try (BlobFiles.Draft draft = files.begin()) {
            content.write(draft);
            Blob blob = draft.finish();
            return filing(tx -> {
                draft.keep(blob);
                record(tx, blob);
                return blob;
            });
        }
    }

    /** A change of rows and files. */
    @FunctionalInterface
    private interface Filing<T> {
        T apply(DSLContext tx) throws IOException;
    }

    private <T> T filing(Filing<T> change) throws IOException {
        try {
            return database.write(tx -> {
                try {
                    return change.apply(tx);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    /** Opens bytes that were put aside. */
    @FunctionalInterface
    interface Again {
        InputStream open() throws IOException;
    }

    /** Uses bytes that were put aside. */
    @FunctionalInterface
    interface Use {
        void with(Again again) throws IOException;
    }

    /** Puts the stream's bytes aside while they are read as often as is needed. */
    void aside(InputStream data, Use use) throws IOException {
        try (BlobFiles.Draft draft = files.begin()) {
            data.transferTo(draft);
            use.with(draft::reread);
        }
    }

    public Optional<Blob> find(String digest) {
        return database.read(
                tx -> tx.selectFrom(BLOB).where(BLOB.DIGEST.eq(digest)).fetchOptional(row -> new Blob(row.getDigest(), row.getSizeBytes())));
    }

    private static Refusal noSuchBlob(String digest) {
        return Refusal.of(422, "no-such-blob", "There is no upload with digest " + digest + ". Upload the file first.");
    }

    /** The bytes; {@link java.nio.file.NoSuchFileException} when the blob is not there. */
    public InputStream open(String digest) throws IOException {
        return open(digest, 0);
    }

    /** The bytes from an offset on. */
    public InputStream open(String digest, long offset) throws IOException {
        return Channels.newInputStream(channel(digest).position(offset));
    }

    SeekableByteChannel channel(String digest) throws IOException {
        return FileChannel.open(files.path(digest), StandardOpenOption.READ);
    }

    /** Notes that something names these blobs from now on; a {@link Refusal} with 422 when one is not there. Called in the transaction that writes the name. */
    public static void use(DSLContext tx, String... digests) {
        for (String digest : digests) {
            if (tx.update(BLOB).set(BLOB.USED, true).where(BLOB.DIGEST.eq(digest)).execute() == 0) {
                throw noSuchBlob(digest);
            }
        }
    }

    /** Removes some of the blobs that nothing names any more, or that nobody used and that were uploaded longer ago than the grace. How many went. */
    public int collect() throws IOException {
        Instant before = clock.instant().minus(UNUSED_KEPT);
        return filing(tx -> {
            List<String> unused = forgetUnused(tx, before);
            for (String digest : unused) {
                files.delete(digest);
            }
            return unused.size();
        });
    }

    /** Removes files that no row knows: an earlier director ended between file and row. Reads all rows; for the start. */
    public void sweep() throws IOException {
        filing(tx -> {
            Set<String> known = new HashSet<>(tx.select(BLOB.DIGEST).from(BLOB).fetch(BLOB.DIGEST));
            for (String digest : files.all()) {
                if (!known.contains(digest)) {
                    files.delete(digest);
                }
            }
            return known.size();
        });
    }

    /** A blob that is uploaded again is as good as new. */
    private void record(DSLContext tx, Blob blob) {
        tx.insertInto(BLOB)
                .set(BLOB.DIGEST, blob.digest())
                .set(BLOB.SIZE_BYTES, blob.size())
                .set(BLOB.CREATED_AT, clock.instant())
                .onConflict(BLOB.DIGEST)
                .doUpdate()
                .set(BLOB.CREATED_AT, clock.instant())
                .set(BLOB.USED, false)
                .execute();
    }

    private static List<String> forgetUnused(DSLContext tx, Instant before) {
        List<String> unused = tx.select(BLOB.DIGEST)
                .from(BLOB)
                .where(BLOB.USED.isTrue().or(BLOB.CREATED_AT.lt(before)))
                .andNotExists(DSL.selectOne().from(CODE).where(CODE.UPLOAD_DIGEST.eq(BLOB.DIGEST).or(CODE.CONTENT_DIGEST.eq(BLOB.DIGEST))))
                .andNotExists(DSL.selectOne().from(ATTACHMENT).where(ATTACHMENT.DIGEST.eq(BLOB.DIGEST)))
                .limit(RowLimit.of(COLLECT_MAX))
                .fetch(BLOB.DIGEST);
        tx.deleteFrom(BLOB).where(BLOB.DIGEST.in(unused)).execute();
        return unused;
    }
}
