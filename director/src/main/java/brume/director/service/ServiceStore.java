package brume.director.service;

import static brume.director.db.generated.Tables.ATTACHMENT;
import static brume.director.db.generated.Tables.CODE;
import static brume.director.db.generated.Tables.SERVICE;
import static brume.director.db.generated.Tables.SERVICE_CHECK;

import brume.core.id.AppId;
import brume.core.id.CodeId;
import brume.core.id.ServiceId;
import brume.core.id.SiteId;
import brume.director.blob.BlobStore;
import brume.director.db.Database;
import brume.director.db.Life;
import brume.director.db.StoredJson;
import brume.director.db.generated.tables.records.ServiceRecord;
import brume.director.engine.Kind;
import brume.director.engine.Wakes;
import brume.director.event.EventStore;
import com.fasterxml.jackson.core.type.TypeReference;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jooq.DSLContext;

/** SQL of table {@code service}. */
public final class ServiceStore {
    private static final TypeReference<Map<String, Integer>> COUNTS = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> EXPORTS = new TypeReference<>() {};

    private final Database database;
    private final Wakes wakes;
    private final EventStore events;
    private final InstantSource clock;

    public ServiceStore(Database database, Wakes wakes, EventStore events, InstantSource clock) {
        this.database = Objects.requireNonNull(database);
        this.wakes = Objects.requireNonNull(wakes);
        this.events = Objects.requireNonNull(events);
        this.clock = Objects.requireNonNull(clock);
    }

    public void want(DSLContext tx, ServiceWant want) {
        tx.insertInto(SERVICE)
                .set(SERVICE.ID, want.id().toString())
                .set(SERVICE.APP_ID, want.app().toString())
                .set(SERVICE.SID, want.sid())
                .set(SERVICE.TYPE, want.type())
                .set(SERVICE.NAME, want.name())
                .set(SERVICE.SITE_ID, want.site().toString())
                .set(SERVICE.WANT_RUN, want.run())
                .set(SERVICE.COUNTS_JSON, StoredJson.write(new TreeMap<>(want.counts())))
                .set(SERVICE.SETTINGS_JSON, want.settings())
                .set(SERVICE.CREATED_AT, clock.instant())
                .execute();
        changed(tx, want.id(), "created", want.name());
    }

    public void wantRun(DSLContext tx, ServiceId id, boolean run) {
        tx.update(SERVICE)
                .set(SERVICE.WANT_RUN, run)
                .set(SERVICE.GENERATION, SERVICE.GENERATION.plus(1))
                .where(SERVICE.ID.eq(id.toString()))
                .and(SERVICE.LIFE.eq(Life.ALIVE.name()))
                .execute();
        changed(tx, id, run ? "start" : "stop", "");
    }

    public void wantCounts(DSLContext tx, ServiceId id, Map<String, Integer> counts) {
        tx.update(SERVICE)
                .set(SERVICE.COUNTS_JSON, StoredJson.write(new TreeMap<>(counts)))
                .set(SERVICE.GENERATION, SERVICE.GENERATION.plus(1))
                .where(SERVICE.ID.eq(id.toString()))
                .execute();
        changed(tx, id, "counts", counts.toString());
    }

    public void wantSettings(DSLContext tx, ServiceId id, String settings) {
        tx.update(SERVICE)
                .set(SERVICE.SETTINGS_JSON, settings)
                .set(SERVICE.GENERATION, SERVICE.GENERATION.plus(1))
                .where(SERVICE.ID.eq(id.toString()))
                .execute();
        changed(tx, id, "settings", "");
    }

    /** A secret of it was changed: nodes and siblings have something new to reach. */
    public void wantSecret(DSLContext tx, ServiceId id, String name) {
        tx.update(SERVICE)
                .set(SERVICE.GENERATION, SERVICE.GENERATION.plus(1))
                .where(SERVICE.ID.eq(id.toString()))
                .execute();
        changed(tx, id, "secret", name);
    }

    public void wantName(DSLContext tx, ServiceId id, String name) {
        tx.update(SERVICE)
                .set(SERVICE.NAME, name)
                .where(SERVICE.ID.eq(id.toString()))
                .execute();
        changed(tx, id, "renamed", name);
    }

    /** Makes a code version the one to serve; the present one stays at hand as the previous. */
    public void wantCode(DSLContext tx, ServiceId id, CodeId code) {
        tx.update(SERVICE)
                .set(SERVICE.PREVIOUS_CODE_ID, SERVICE.ACTIVE_CODE_ID)
                .set(SERVICE.ACTIVE_CODE_ID, code.toString())
                .set(SERVICE.GENERATION, SERVICE.GENERATION.plus(1))
                .where(SERVICE.ID.eq(id.toString()))
                .and(SERVICE.ACTIVE_CODE_ID.isNull().or(SERVICE.ACTIVE_CODE_ID.ne(code.toString())))
                .execute();
        changed(tx, id, "code", code.toString());
    }

    /** Nothing of the user's is served any more; the present version stays at hand as the previous. */
    public void wantNoCode(DSLContext tx, ServiceId id) {
        tx.update(SERVICE)
                .set(SERVICE.PREVIOUS_CODE_ID, SERVICE.ACTIVE_CODE_ID)
                .setNull(SERVICE.ACTIVE_CODE_ID)
                .set(SERVICE.GENERATION, SERVICE.GENERATION.plus(1))
                .where(SERVICE.ID.eq(id.toString()))
                .and(SERVICE.ACTIVE_CODE_ID.isNotNull())
                .execute();
        changed(tx, id, "code", "");
    }

    /** What stands under its names was changed. */
    public void wantAttachments(DSLContext tx, ServiceId id) {
        tx.update(SERVICE)
                .set(SERVICE.GENERATION, SERVICE.GENERATION.plus(1))
                .where(SERVICE.ID.eq(id.toString()))
                .execute();
        changed(tx, id, "attachments", "");
    }

    /** The previous version is deleted: nodes need not keep it. */
    public void wantNoPrevious(DSLContext tx, ServiceId id) {
        tx.update(SERVICE)
                .setNull(SERVICE.PREVIOUS_CODE_ID)
                .where(SERVICE.ID.eq(id.toString()))
                .execute();
        changed(tx, id, "code", "");
    }

    public void wantGone(DSLContext tx, ServiceId id) {
        tx.update(SERVICE)
                .set(SERVICE.LIFE, Life.DYING.name())
                .set(SERVICE.GENERATION, SERVICE.GENERATION.plus(1))
                .where(SERVICE.ID.eq(id.toString()))
                .and(SERVICE.LIFE.eq(Life.ALIVE.name()))
                .execute();
        changed(tx, id, "deleted", "");
    }

    /**
     * Writes down what a pass saw; the application looks again. What a service exports is part of what its siblings want: when it changed they have something new to reach, so that nobody
     * who waits for the application is told too early.
     */
    void seen(DSLContext tx, Service service, ServiceSight seen) {
        if (seen.equals(service.seen())) {
            return;
        }
        tx.update(SERVICE)
                .set(SERVICE.SEEN_GENERATION, seen.generation())
                .set(SERVICE.SEEN_STATE, seen.state().name())
                .set(SERVICE.SEEN_TEXT, seen.text())
                .set(SERVICE.SEEN_EXPORTS_JSON, StoredJson.write(seen.exports()))
                .set(SERVICE.SEEN_URL, seen.url().orElse(null))
                .set(SERVICE.SEEN_AT, clock.instant())
                .where(SERVICE.ID.eq(service.id().toString()))
                .execute();
        if (!seen.exports().equals(service.seen().exports())) {
            for (Service sibling : ofApp(tx, service.app())) {
                if (!sibling.id().equals(service.id())) {
                    tx.update(SERVICE)
                            .set(SERVICE.GENERATION, SERVICE.GENERATION.plus(1))
                            .where(SERVICE.ID.eq(sibling.id().toString()))
                            .execute();
                    wakes.wake(tx, Kind.SERVICE, sibling.id().value());
                }
            }
        }
        wakes.wake(tx, Kind.APP, service.app().value());
        events.append(tx, Kind.SERVICE, service.id().value(), seen.state().name(), seen.text());
    }

    /** Removes what is left of a service whose nodes are dead: code, attachments, the row. */
    void bury(DSLContext tx, Service service) {
        String id = service.id().toString();
        tx.update(SERVICE)
                .setNull(SERVICE.ACTIVE_CODE_ID)
                .setNull(SERVICE.PREVIOUS_CODE_ID)
                .where(SERVICE.ID.eq(id))
                .execute();
        tx.deleteFrom(CODE).where(CODE.SERVICE_ID.eq(id)).execute();
        tx.deleteFrom(ATTACHMENT).where(ATTACHMENT.SERVICE_ID.eq(id)).execute();
        tx.deleteFrom(SERVICE_CHECK).where(SERVICE_CHECK.SERVICE_ID.eq(id)).execute();
        tx.deleteFrom(SERVICE).where(SERVICE.ID.eq(id)).execute();
        wakes.wake(tx, Kind.BLOBS, BlobStore.COLLECTION);
        wakes.wake(tx, Kind.APP, service.app().value());
        events.append(tx, Kind.SERVICE, service.id().value(), "gone", service.name());
    }

    public Optional<Service> find(ServiceId id) {
        return database.read(tx -> find(tx, id));
    }

    public Optional<Service> find(DSLContext tx, ServiceId id) {
        return tx.selectFrom(SERVICE).where(SERVICE.ID.eq(id.toString())).fetchOptional(ServiceStore::service);
    }

    /** A service of an application by id, number or name. */
    public Optional<Service> find(DSLContext tx, AppId app, String which) {
        return ofApp(tx, app).stream()
                .filter(s -> s.id().toString().equals(which) || s.name().equals(which) || Integer.toString(s.sid()).equals(which))
                .findFirst();
    }

    /** Services of an application by number. */
    public List<Service> ofApp(DSLContext tx, AppId app) {
        return tx.selectFrom(SERVICE)
                .where(SERVICE.APP_ID.eq(app.toString()))
                .orderBy(SERVICE.SID)
                .fetch(ServiceStore::service);
    }

    public List<Service> ofApp(AppId app) {
        return database.read(tx -> ofApp(tx, app));
    }

    private void changed(DSLContext tx, ServiceId id, String what, String text) {
        wakes.wake(tx, Kind.SERVICE, id.value());
        events.append(tx, Kind.SERVICE, id.value(), what, text);
    }

    private static Service service(ServiceRecord row) {
        ServiceSight seen = new ServiceSight(
                row.getSeenGeneration(),
                ServiceState.valueOf(row.getSeenState()),
                row.getSeenText(),
                StoredJson.read(row.getSeenExportsJson(), EXPORTS),
                Optional.ofNullable(row.getSeenUrl()));
        return new Service(
                ServiceId.parse(row.getId()),
                new AppId(UUID.fromString(row.getAppId())),
                row.getSid(),
                row.getType(),
                row.getName(),
                SiteId.parse(row.getSiteId()),
                row.getWantRun(),
                StoredJson.read(row.getCountsJson(), COUNTS),
                row.getSettingsJson(),
                Optional.ofNullable(row.getActiveCodeId()).map(CodeId::parse),
                Optional.ofNullable(row.getPreviousCodeId()).map(CodeId::parse),
                Life.valueOf(row.getLife()),
                row.getGeneration(),
                row.getCreatedAt(),
                seen);
    }
}
