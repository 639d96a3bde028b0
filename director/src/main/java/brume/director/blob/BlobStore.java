package brume.director.blob;

import static brume.director.db.generated.Tables.ATTACHMENT;
import static brume.director.db.generated.Tables.BLOB;
import static brume.director.db.generated.Tables.CODE;

import brume.director.db.Database;
import brume.director.http.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Keeps blobs. Thread-safe. */
public final class BlobStore {
    /** Time between an upload and its use: a person who answers a question in between. */
    public static final Duration UNUSED_KEPT = Duration.ofHours(6);

    private static final int COPY_BYTES = 64 << 10;

    /** Rows that one collection looks at. */
    private static final int COLLECT_MAX = 1_000;

    private final BlobFiles files;
    private final Database database;
    private final InstantSource clock;

    /** Keeping takes the read side, collecting the write side: a file is never collected between its keeping and its row. */
    private final ReadWriteLock collecting = new ReentrantReadWriteLock();

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

    /** Keeps what {@code content} writes. */
    public Blob put(Content content) throws IOException {
        try (BlobFiles.Draft draft = files.begin()) {
            content.write(draft);
            collecting.readLock().lock();
            try {
                Blob blob = draft.keep();
                database.write(tx -> record(tx, blob));
                return blob;
            } finally {
                collecting.readLock().unlock();
            }
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
        return database.read(tx -> find(tx, digest));
    }

    public Optional<Blob> find(DSLContext tx, String digest) {
        return tx.selectFrom(BLOB).where(BLOB.DIGEST.eq(digest)).fetchOptional(row -> new Blob(row.getDigest(), row.getSizeBytes()));
    }

    /** The blob, or a {@link Refusal} with 422. Called in the transaction that records its use. */
    public Blob require(DSLContext tx, String digest) {
        return find(tx, digest)
                .orElseThrow(() -> Refusal.of(422, "no-such-blob", "There is no upload with digest " + digest + ". Upload the file first."));
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

    /** Removes blobs that nothing names and that were uploaded longer ago than the grace, and files without rows. How many went. */
    public int collect() throws IOException {
        collecting.writeLock().lock();
        try {
            Instant before = clock.instant().minus(UNUSED_KEPT);
            List<String> unused = database.write(tx -> forgetUnused(tx, before));
            for (String digest : unused) {
                files.delete(digest);
            }
            return unused.size();
        } finally {
            collecting.writeLock().unlock();
        }
    }

    /** Removes files that no row knows: an earlier director ended between file and row. Reads all rows; for the start. */
    public void sweep() throws IOException {
        collecting.writeLock().lock();
        try {
            Set<String> known = new HashSet<>(database.read(tx -> tx.select(BLOB.DIGEST).from(BLOB).fetch(BLOB.DIGEST)));
            for (String digest : files.all()) {
                if (!known.contains(digest)) {
                    files.delete(digest);
                }
            }
        } finally {
            collecting.writeLock().unlock();
        }
    }

    /** A blob that is uploaded again is as good as new. */
    private boolean record(DSLContext tx, Blob blob) {
        Instant now = clock.instant();
        int known = tx.update(BLOB).set(BLOB.CREATED_AT, now).where(BLOB.DIGEST.eq(blob.digest())).execute();
        if (known == 0) {
            tx.insertInto(BLOB).set(BLOB.DIGEST, blob.digest()).set(BLOB.SIZE_BYTES, blob.size()).set(BLOB.CREATED_AT, now).execute();
        }
        return known == 0;
    }

    private static List<String> forgetUnused(DSLContext tx, Instant before) {
        List<String> unused = tx.select(BLOB.DIGEST)
                .from(BLOB)
                .where(BLOB.CREATED_AT.lt(before))
                .andNotExists(DSL.selectOne().from(CODE).where(CODE.UPLOAD_DIGEST.eq(BLOB.DIGEST).or(CODE.CONTENT_DIGEST.eq(BLOB.DIGEST))))
                .andNotExists(DSL.selectOne().from(ATTACHMENT).where(ATTACHMENT.DIGEST.eq(BLOB.DIGEST)))
                .limit(COLLECT_MAX)
                .fetch(BLOB.DIGEST);
        tx.deleteFrom(BLOB).where(BLOB.DIGEST.in(unused)).execute();
        return unused;
    }
}
