package brume.director.service;

import static brume.director.db.generated.Tables.ATTACHMENT;
import static brume.director.db.generated.Tables.CODE;

import brume.core.agent.ContentRef;
import brume.core.id.CodeId;
import brume.core.id.ServiceId;
import brume.core.service.LoadProgress;
import brume.director.blob.BlobStore;
import brume.director.db.Database;
import brume.director.db.generated.tables.records.CodeRecord;
import brume.director.engine.Kind;
import brume.director.engine.Wakes;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;

/** SQL of tables {@code code} and {@code attachment}: the blobs that a service has, under names. */
public final class CodeStore {
    private final Database database;
    private final Wakes wakes;
    private final InstantSource clock;

    public CodeStore(Database database, Wakes wakes, InstantSource clock) {
        this.database = Objects.requireNonNull(database);
        this.wakes = Objects.requireNonNull(wakes);
        this.clock = Objects.requireNonNull(clock);
    }

    public void want(DSLContext tx, Code code) {
        BlobStore.use(tx, code.upload().digest(), code.content().digest());
        tx.insertInto(CODE)
                .set(CODE.ID, code.id().toString())
                .set(CODE.SERVICE_ID, code.service().toString())
                .set(CODE.FILENAME, code.filename())
                .set(CODE.DESCRIPTION, code.description())
                .set(CODE.FORMAT, code.format())
                .set(CODE.UPLOAD_DIGEST, code.upload().digest())
                .set(CODE.UPLOAD_BYTES, code.upload().size())
                .set(CODE.CONTENT_DIGEST, code.content().digest())
                .set(CODE.CONTENT_BYTES, code.content().size())
                .set(CODE.ENTRIES, code.entries())
                .set(CODE.CREATED_AT, code.createdAt())
                .execute();
    }

    public void wantGone(DSLContext tx, CodeId id) {
        tx.deleteFrom(CODE).where(CODE.ID.eq(id.toString())).execute();
        wakes.wake(tx, Kind.BLOBS, BlobStore.COLLECTION);
    }

    /** Sets what a name stands for, replacing what it stood for before. */
    public void wantAttachment(DSLContext tx, ServiceId service, String name, String filename, String digest, long size) {
        BlobStore.use(tx, digest);
        int replaced = tx.deleteFrom(ATTACHMENT)
                .where(ATTACHMENT.SERVICE_ID.eq(service.toString()))
                .and(ATTACHMENT.NAME.eq(name))
                .execute();
        if (replaced > 0) {
            wakes.wake(tx, Kind.BLOBS, BlobStore.COLLECTION);
        }
        tx.insertInto(ATTACHMENT)
                .set(ATTACHMENT.SERVICE_ID, service.toString())
                .set(ATTACHMENT.NAME, name)
                .set(ATTACHMENT.FILENAME, filename)
                .set(ATTACHMENT.DIGEST, digest)
                .set(ATTACHMENT.SIZE_BYTES, size)
                .set(ATTACHMENT.CREATED_AT, clock.instant())
                .execute();
    }

    /** The name stands for nothing any more. */
    public void wantNoAttachment(DSLContext tx, ServiceId service, String name) {
        int gone = tx.deleteFrom(ATTACHMENT)
                .where(ATTACHMENT.SERVICE_ID.eq(service.toString()))
                .and(ATTACHMENT.NAME.eq(name))
                .execute();
        if (gone > 0) {
            wakes.wake(tx, Kind.BLOBS, BlobStore.COLLECTION);
        }
    }

    /** What stands under a name, as people call it. */
    public record Attachment(String filename, String digest) {}

    /** What a service has under the name. */
    public Optional<Attachment> attachment(DSLContext tx, ServiceId service, String name) {
        return tx.selectFrom(ATTACHMENT)
                .where(ATTACHMENT.SERVICE_ID.eq(service.toString()))
                .and(ATTACHMENT.NAME.eq(name))
                .fetchOptional(r -> new Attachment(r.getFilename(), r.getDigest()));
    }

    /** What is to be loaded once into the running service, in place of what was before. */
    public void wantLoad(DSLContext tx, ServiceId service, String id, String digest, long size) {
        tx.deleteFrom(ATTACHMENT)
                .where(ATTACHMENT.SERVICE_ID.eq(service.toString()))
                .and(ATTACHMENT.NAME.startsWith(LoadProgress.ATTACHMENT))
                .execute();
        wakes.wake(tx, Kind.BLOBS, BlobStore.COLLECTION);
        wantAttachment(tx, service, LoadProgress.ATTACHMENT + id, "dump", digest, size);
    }

    /** Id of the load that was wanted last. */
    public Optional<String> load(DSLContext tx, ServiceId service) {
        return attachments(tx, service).keySet().stream()
                .filter(name -> name.startsWith(LoadProgress.ATTACHMENT))
                .map(name -> name.substring(LoadProgress.ATTACHMENT.length()))
                .findFirst();
    }

    /** Newest first. */
    public List<Code> of(ServiceId service) {
        return database.read(tx -> of(tx, service));
    }

    public List<Code> of(DSLContext tx, ServiceId service) {
        return tx.selectFrom(CODE)
                .where(CODE.SERVICE_ID.eq(service.toString()))
                .orderBy(CODE.CREATED_AT.desc(), CODE.ID.desc())
                .fetch(CodeStore::code);
    }

    /** A version of a service by its id or, when that is unambiguous, the id's beginning. */
    public Optional<Code> find(DSLContext tx, ServiceId service, String which) {
        List<Code> matching = of(tx, service).stream().filter(c -> c.id().toString().startsWith(which)).toList();
        return matching.size() == 1 ? Optional.of(matching.getFirst()) : Optional.empty();
    }

    Map<String, ContentRef> attachments(DSLContext tx, ServiceId service) {
        return tx.selectFrom(ATTACHMENT)
                .where(ATTACHMENT.SERVICE_ID.eq(service.toString()))
                .fetchMap(r -> r.getName(), r -> new ContentRef(r.getName(), r.getDigest(), r.getSizeBytes()));
    }

    private static Code code(CodeRecord row) {
        return new Code(
                CodeId.parse(row.getId()),
                ServiceId.parse(row.getServiceId()),
                row.getFilename(),
                row.getDescription(),
                row.getFormat(),
                new Code.Bytes(row.getUploadDigest(), row.getUploadBytes()),
                new Code.Bytes(row.getContentDigest(), row.getContentBytes()),
                row.getEntries(),
                row.getCreatedAt());
    }
}
