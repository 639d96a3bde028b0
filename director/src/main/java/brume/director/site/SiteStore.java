package brume.director.site;

import static brume.director.db.generated.Tables.ORPHAN;
import static brume.director.db.generated.Tables.SITE;

import brume.core.driver.SiteSettings;
import brume.core.id.SiteId;
import brume.director.db.Database;
import brume.director.db.Life;
import brume.director.db.RowLimit;
import brume.director.db.generated.tables.records.SiteRecord;
import brume.director.engine.Kind;
import brume.director.engine.Wakes;
import brume.director.event.EventStore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.exception.IntegrityConstraintViolationException;

/** Tables {@code site} and {@code orphan}. Thread-safe. */
public final class SiteStore {
    private static final int TEXT_CHARS_MAX = 2000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Database database;
    private final Wakes wakes;
    private final EventStore events;
    private final InstantSource clock;

    public SiteStore(Database database, Wakes wakes, EventStore events, InstantSource clock) {
        this.database = Objects.requireNonNull(database);
        this.wakes = Objects.requireNonNull(wakes);
        this.events = Objects.requireNonNull(events);
        this.clock = Objects.requireNonNull(clock);
    }

    /** Wants a site, new or changed. The name must not belong to another site. */
    public void want(DSLContext tx, SiteWant want) {
        tx.insertInto(SITE, SITE.ID, SITE.NAME, SITE.DRIVER, SITE.SETTINGS_JSON, SITE.TIER, SITE.LOCATION, SITE.CREATED_AT)
                .values(
                        want.id().toString(),
                        want.name(),
                        want.driver(),
                        write(want.settings()),
                        want.tier().text(),
                        want.location(),
                        clock.instant())
                .onConflict(SITE.ID)
                .doUpdate()
                .set(SITE.NAME, want.name())
                .set(SITE.DRIVER, want.driver())
                .set(SITE.SETTINGS_JSON, write(want.settings()))
                .set(SITE.TIER, want.tier().text())
                .set(SITE.LOCATION, want.location())
                .execute();
        wakes.wake(tx, Kind.SITE, want.id().value());
    }

    /** Wants the site gone once nothing lives there. */
    public void wantGone(DSLContext tx, SiteId id) {
        tx.update(SITE).set(SITE.LIFE, Life.DYING.name()).where(SITE.ID.eq(id.toString())).execute();
        wakes.wake(tx, Kind.SITE, id.value());
    }

    public Optional<Site> find(SiteId id) {
        return database.read(tx -> find(tx, id));
    }

    /** As {@link #find(SiteId)}, within a transaction. */
    public Optional<Site> find(DSLContext tx, SiteId id) {
        return tx.selectFrom(SITE).where(SITE.ID.eq(id.toString())).fetchOptional().map(SiteStore::site);
    }

    public Optional<Site> findByName(String name) {
        return database.read(tx -> findByName(tx, name));
    }

    public Optional<Site> findByName(DSLContext tx, String name) {
        return tx.selectFrom(SITE).where(SITE.NAME.eq(name)).fetchOptional().map(SiteStore::site);
    }

    /** Where things go when nobody says where: the first site that was made. */
    public Optional<Site> theDefault(DSLContext tx) {
        return tx.selectFrom(SITE)
                .where(SITE.LIFE.eq(Life.ALIVE.name()))
                .orderBy(SITE.CREATED_AT, SITE.ID)
                .limit(RowLimit.of(1))
                .fetchOptional()
                .map(SiteStore::site);
    }

    /** Every site, by name. */
    public List<Site> all() {
        return database.read(tx -> tx.selectFrom(SITE).orderBy(SITE.NAME).fetch(SiteStore::site));
    }

    public List<String> names() {
        return database.read(this::names);
    }

    public List<String> names(DSLContext tx) {
        return tx.select(SITE.NAME).from(SITE).orderBy(SITE.NAME).fetch(SITE.NAME);
    }

    /** Writes down whether the site answers; no effect when that is known already. True when the site answers again after trouble, or for the first time. */
    boolean seen(Site site, boolean ok, String provider, String text) {
        Optional<Site.Seen> before = site.seen();
        if (before.filter(s -> s.ok() == ok && s.provider().equals(provider) && s.text().equals(text)).isPresent()) {
            return false;
        }
        boolean turned = before.filter(s -> s.ok() == ok).isEmpty();
        database.write(tx -> {
            if (turned) {
                events.append(tx, Kind.SITE, site.id().value(), ok ? "site-answers" : "site-unreachable", text);
            }
            return tx.update(SITE)
                    .set(SITE.SEEN_OK, ok)
                    .set(SITE.SEEN_PROVIDER, provider)
                    .set(SITE.SEEN_TEXT, text.length() > TEXT_CHARS_MAX ? text.substring(0, TEXT_CHARS_MAX) : text)
                    .set(SITE.SEEN_AT, turned ? clock.instant() : before.orElseThrow().at())
                    .where(SITE.ID.eq(site.id().toString()))
                    .execute();
        });
        return turned && ok;
    }

    /** Writes down which things at the site are orphans now, and answers since when each is one. */
    Map<Orphan, Instant> orphans(SiteId site, Set<Orphan> now) {
        Map<Orphan, Instant> known = database.read(tx -> orphans(tx, site));
        if (known.keySet().equals(now)) {
            return known;
        }
        return database.write(tx -> {
            for (Orphan gone : known.keySet().stream().filter(o -> !now.contains(o)).toList()) {
                tx.deleteFrom(ORPHAN)
                        .where(ORPHAN.SITE_ID.eq(site.toString()), ORPHAN.SORT.eq(gone.sort().text()), ORPHAN.REF.eq(gone.ref()))
                        .execute();
            }
            for (Orphan fresh : now.stream().filter(o -> !known.containsKey(o)).toList()) {
                tx.insertInto(ORPHAN, ORPHAN.SITE_ID, ORPHAN.SORT, ORPHAN.REF, ORPHAN.FIRST_AT)
                        .values(site.toString(), fresh.sort().text(), fresh.ref(), clock.instant())
                        .execute();
            }
            return orphans(tx, site);
        });
    }

    /** Says aloud that an orphan was removed. */
    void swept(SiteId site, Orphan orphan) {
        database.write(tx -> {
            events.append(tx, Kind.SITE, site.value(), "swept", "Removed a " + orphan.sort().text() + " that belonged to nobody: " + orphan.ref());
            return orphan;
        });
    }

    /** Wakes everything that lives at the site. */
    void wakeTenants(Iterable<Tenant> tenants) {
        database.write(tx -> {
            tenants.forEach(tenant -> wakes.wake(tx, Kind.INSTANCE, tenant.id().value()));
            return true;
        });
    }

    /** Forgets an unwanted site. False while something still refers to it. */
    boolean forget(SiteId id) {
        try {
            database.write(tx -> {
                tx.deleteFrom(ORPHAN).where(ORPHAN.SITE_ID.eq(id.toString())).execute();
                return tx.deleteFrom(SITE).where(SITE.ID.eq(id.toString()), SITE.LIFE.ne(Life.ALIVE.name())).execute();
            });
            return true;
        } catch (IntegrityConstraintViolationException e) {
            return false;
        }
    }

    private static Map<Orphan, Instant> orphans(DSLContext tx, SiteId site) {
        Map<Orphan, Instant> known = new TreeMap<>();
        tx.selectFrom(ORPHAN).where(ORPHAN.SITE_ID.eq(site.toString())).forEach(row -> known.put(
                new Orphan(Orphan.Sort.valueOf(row.getSort().toUpperCase(Locale.ROOT)), row.getRef()), row.getFirstAt()));
        return known;
    }

    private static Site site(SiteRecord row) {
        SiteWant want = new SiteWant(
                SiteId.parse(row.getId()), row.getName(), row.getDriver(), read(row.getSettingsJson()), Tier.parse(row.getTier()), row.getLocation());
        Optional<Site.Seen> seen = row.getSeenOk() == null
                ? Optional.empty()
                : Optional.of(new Site.Seen(row.getSeenOk(), row.getSeenProvider(), row.getSeenText(), row.getSeenAt()));
        return new Site(want, Life.valueOf(row.getLife()), row.getCreatedAt(), seen);
    }

    private static String write(SiteSettings settings) {
        try {
            return JSON.writeValueAsString(new TreeMap<>(settings.values()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("text maps always have a JSON form", e);
        }
    }

    private static SiteSettings read(String json) {
        try {
            return new SiteSettings(JSON.readValue(json, new TypeReference<Map<String, String>>() {}));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored settings of a site are not what was written", e);
        }
    }
}
