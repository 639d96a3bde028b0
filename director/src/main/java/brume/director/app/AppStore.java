package brume.director.app;

import static brume.director.db.generated.Tables.APP;
import static brume.director.db.generated.Tables.REVISION;

import brume.core.id.AppId;
import brume.core.id.UserId;
import brume.director.db.Database;
import brume.director.db.Life;
import brume.director.db.RowLimit;
import brume.director.db.generated.tables.records.AppRecord;
import brume.director.engine.Kind;
import brume.director.engine.Wakes;
import brume.director.event.EventStore;
import brume.director.service.ServiceState;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;

/** SQL of table {@code app}. */
public final class AppStore {
    private final Database database;
    private final Wakes wakes;
    private final EventStore events;
    private final InstantSource clock;

    public AppStore(Database database, Wakes wakes, EventStore events, InstantSource clock) {
        this.database = Objects.requireNonNull(database);
        this.wakes = Objects.requireNonNull(wakes);
        this.events = Objects.requireNonNull(events);
        this.clock = Objects.requireNonNull(clock);
    }

    /** The name is free: the caller looked in the same transaction. */
    void want(DSLContext tx, AppId id, UserId owner, String name, String description, boolean run) {
        tx.insertInto(APP)
                .set(APP.ID, id.toString())
                .set(APP.OWNER_ID, owner.toString())
                .set(APP.NAME, name)
                .set(APP.DESCRIPTION, description)
                .set(APP.WANT_RUN, run)
                .set(APP.CREATED_AT, clock.instant())
                .execute();
        changed(tx, id, "created", name);
    }

    void wantName(DSLContext tx, AppId id, String name) {
        tx.update(APP).set(APP.NAME, name).where(APP.ID.eq(id.toString())).execute();
        changed(tx, id, "renamed", name);
    }

    void wantDescription(DSLContext tx, AppId id, String description) {
        tx.update(APP).set(APP.DESCRIPTION, description).where(APP.ID.eq(id.toString())).execute();
        changed(tx, id, "described", description);
    }

    void wantRun(DSLContext tx, AppId id, boolean run) {
        tx.update(APP)
                .set(APP.WANT_RUN, run)
                .set(APP.GENERATION, APP.GENERATION.plus(1))
                .where(APP.ID.eq(id.toString()))
                .execute();
        changed(tx, id, run ? "start" : "stop", "");
    }

    /** Something of its services is wanted otherwise: whoever waits for the application waits for that too. */
    void wantChanged(DSLContext tx, AppId id) {
        tx.update(APP)
                .set(APP.GENERATION, APP.GENERATION.plus(1))
                .where(APP.ID.eq(id.toString()))
                .execute();
        wakes.wake(tx, Kind.APP, id.value());
    }

    void wantGone(DSLContext tx, AppId id) {
        tx.update(APP)
                .set(APP.LIFE, Life.DYING.name())
                .set(APP.GENERATION, APP.GENERATION.plus(1))
                .where(APP.ID.eq(id.toString()))
                .and(APP.LIFE.eq(Life.ALIVE.name()))
                .execute();
        changed(tx, id, "deleted", "");
    }

    void seen(App app, long generation, ServiceState state, String text) {
        if (app.seenGeneration() == generation && app.state() == state && app.text().equals(text)) {
            return;
        }
        database.write(tx -> {
            tx.update(APP)
                    .set(APP.SEEN_GENERATION, generation)
                    .set(APP.SEEN_STATE, state.name())
                    .set(APP.SEEN_TEXT, text)
                    .set(APP.SEEN_AT, clock.instant())
                    .where(APP.ID.eq(app.id().toString()))
                    .execute();
            events.append(tx, Kind.APP, app.id().value(), state.name(), text);
            return null;
        });
    }

    void bury(App app) {
        database.write(tx -> {
            tx.deleteFrom(REVISION).where(REVISION.APP_ID.eq(app.id().toString())).execute();
            tx.deleteFrom(APP).where(APP.ID.eq(app.id().toString())).execute();
            events.append(tx, Kind.APP, app.id().value(), "gone", app.name());
            return null;
        });
    }

    public Optional<App> find(AppId id) {
        return database.read(tx -> tx.selectFrom(APP).where(APP.ID.eq(id.toString())).fetchOptional(AppStore::app));
    }

    /** By id or name. */
    public Optional<App> find(DSLContext tx, String which) {
        return tx.selectFrom(APP)
                .where(APP.NAME.eq(which).or(APP.ID.eq(which)))
                .fetchOptional(AppStore::app);
    }

    /** The names of all applications. */
    public List<String> names(DSLContext tx) {
        return tx.select(APP.NAME).from(APP).orderBy(APP.NAME).fetch(APP.NAME);
    }

    boolean nameTaken(DSLContext tx, String name) {
        return tx.fetchExists(APP, APP.NAME.eq(name));
    }

    /** By name, after {@code after}. */
    List<App> list(String after, int limit) {
        return database.read(tx -> tx.selectFrom(APP)
                .where(APP.NAME.gt(after))
                .orderBy(APP.NAME)
                .limit(RowLimit.of(limit))
                .fetch(AppStore::app));
    }

    private void changed(DSLContext tx, AppId id, String what, String text) {
        wakes.wake(tx, Kind.APP, id.value());
        events.append(tx, Kind.APP, id.value(), what, text);
    }

    private static App app(AppRecord row) {
        return new App(
                AppId.parse(row.getId()),
                row.getName(),
                row.getDescription(),
                row.getWantRun(),
                Life.valueOf(row.getLife()),
                row.getGeneration(),
                row.getCreatedAt(),
                row.getSeenGeneration(),
                ServiceState.valueOf(row.getSeenState()),
                row.getSeenText());
    }
}
