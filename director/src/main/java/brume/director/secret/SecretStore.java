package brume.director.secret;

import static brume.director.db.generated.Tables.SECRET;

import brume.core.id.ServiceId;
import brume.core.service.SecretRef;
import brume.director.db.Database;
import brume.director.db.RowLimit;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;

/** SQL of table {@code secret}. Holds sealed texts only. */
final class SecretStore {
    private final Database database;

    SecretStore(Database database) {
        this.database = Objects.requireNonNull(database);
    }

    /** Adds a version; the highest one is the secret. {@code given} whether a user chose it. */
    void want(DSLContext tx, SecretRef ref, String sealed, boolean given, Instant now) {
        tx.insertInto(SECRET)
                .set(SECRET.SERVICE_ID, ref.service().toString())
                .set(SECRET.NAME, ref.name())
                .set(SECRET.VERSION, ref.version())
                .set(SECRET.SEALED, sealed)
                .set(SECRET.GIVEN, given)
                .set(SECRET.CREATED_AT, now)
                .execute();
    }

    /** Forgets versions that are older than {@code version}. */
    void wantGoneBefore(DSLContext tx, SecretRef ref, int version) {
        tx.deleteFrom(SECRET)
                .where(SECRET.SERVICE_ID.eq(ref.service().toString()))
                .and(SECRET.NAME.eq(ref.name()))
                .and(SECRET.VERSION.lt(version))
                .execute();
    }

    void wantGone(DSLContext tx, ServiceId service) {
        tx.deleteFrom(SECRET).where(SECRET.SERVICE_ID.eq(service.toString())).execute();
    }

    /** The newest version of every secret of a service, by name. */
    Map<String, SecretRef> newest(DSLContext tx, ServiceId service) {
        Map<String, SecretRef> newest = new HashMap<>();
        tx.select(SECRET.NAME, SECRET.VERSION)
                .from(SECRET)
                .where(SECRET.SERVICE_ID.eq(service.toString()))
                .orderBy(SECRET.VERSION)
                .forEach(r -> newest.put(r.value1(), new SecretRef(service, r.value1(), r.value2())));
        return newest;
    }

    /** Whether a user chose the newest version. */
    boolean given(DSLContext tx, ServiceId service, String name) {
        return tx.select(SECRET.GIVEN)
                .from(SECRET)
                .where(SECRET.SERVICE_ID.eq(service.toString()))
                .and(SECRET.NAME.eq(name))
                .orderBy(SECRET.VERSION.desc())
                .limit(RowLimit.of(1))
                .fetchOptional(SECRET.GIVEN)
                .orElse(false);
    }

    Map<String, SecretRef> newest(ServiceId service) {
        return database.read(tx -> newest(tx, service));
    }

    /** All versions that are kept, sealed. */
    Map<SecretRef, String> all(ServiceId service) {
        return database.read(tx -> tx.select(SECRET.NAME, SECRET.VERSION, SECRET.SEALED)
                .from(SECRET)
                .where(SECRET.SERVICE_ID.eq(service.toString()))
                .fetchMap(r -> new SecretRef(service, r.value1(), r.value2()), r -> r.value3()));
    }

    Optional<String> sealed(SecretRef ref) {
        return database.read(tx -> sealed(tx, ref));
    }

    Optional<String> sealed(DSLContext tx, SecretRef ref) {
        return tx.select(SECRET.SEALED)
                .from(SECRET)
                .where(SECRET.SERVICE_ID.eq(ref.service().toString()))
                .and(SECRET.NAME.eq(ref.name()))
                .and(SECRET.VERSION.eq(ref.version()))
                .fetchOptional(SECRET.SEALED);
    }
}
