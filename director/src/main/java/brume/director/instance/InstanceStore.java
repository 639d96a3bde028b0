package brume.director.instance;

import static brume.director.db.generated.Tables.VOLUME;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.val;

import brume.core.driver.ObservedInstance;
import brume.core.id.InstanceId;
import brume.core.id.SiteId;
import brume.director.db.Database;
import brume.director.db.Life;
import brume.director.db.RowLimit;
import brume.director.db.generated.Tables;
import brume.director.db.generated.tables.records.InstanceRecord;
import brume.director.engine.Kind;
import brume.director.engine.Wakes;
import brume.director.event.EventStore;
import brume.director.site.AddressStore;
import brume.director.site.Tenant;
import brume.director.site.Tenants;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.UpdateSetFirstStep;
import org.jooq.UpdateSetMoreStep;
import org.jooq.exception.IntegrityConstraintViolationException;

/** Tables {@code instance} and {@code volume}. Thread-safe. */
public final class InstanceStore implements Tenants {
    private static final brume.director.db.generated.tables.Instance ROWS = Tables.INSTANCE;

    private final Database database;
    private final AddressStore addresses;
    private final Wakes wakes;
    private final EventStore events;
    private final InstantSource clock;

    public InstanceStore(Database database, AddressStore addresses, Wakes wakes, EventStore events, InstantSource clock) {
        this.database = Objects.requireNonNull(database);
        this.addresses = Objects.requireNonNull(addresses);
        this.wakes = Objects.requireNonNull(wakes);
        this.events = Objects.requireNonNull(events);
        this.clock = Objects.requireNonNull(clock);
    }

    // ---- what is wanted ----

    /** Wants an instance, which has its address from now on where the site's pool has one left. No effect when there is one of that id. */
    public void want(DSLContext tx, InstanceWant want) {
        Instant now = clock.instant();
        int added = tx.insertInto(ROWS)
                .set(ROWS.ID, want.id().toString())
                .set(ROWS.SITE_ID, want.site().toString())
                .set(ROWS.NAME, want.name())
                .set(ROWS.IMAGE, want.image())
                .set(ROWS.CPU_MILLICORES, want.flavor().cpu().value())
                .set(ROWS.MEMORY_BYTES, want.flavor().memory().value())
                .set(ROWS.DISK_BYTES, want.flavor().disk().value())
                .set(ROWS.AGENT, want.agent())
                .set(ROWS.WANT_POWER, want.power().name())
                .set(ROWS.CREATED_AT, now)
                .set(ROWS.ADDRESS, val(addresses.allot(tx, want.site(), want.id()).orElse(null), ROWS.ADDRESS))
                .onConflict(ROWS.ID)
                .doNothing()
                .execute();
        if (added == 0) {
            return;
        }
        for (VolumeWant volume : want.volumes()) {
            tx.insertInto(VOLUME, VOLUME.ID, VOLUME.INSTANCE_ID, VOLUME.NAME, VOLUME.PATH, VOLUME.SIZE_BYTES, VOLUME.CREATED_AT)
                    .values(volume.id().toString(), want.id().toString(), volume.name(), volume.path(), volume.size().value(), now)
                    .execute();
        }
        wakes.wake(tx, Kind.INSTANCE, want.id().value());
    }

    /** Wants the instance on or off. No effect on one that goes. */
    public void wantPower(DSLContext tx, InstanceId id, Power power) {
        int changed = tx.update(ROWS)
                .set(ROWS.WANT_POWER, power.name())
                .where(ROWS.ID.eq(id.toString()), ROWS.LIFE.eq(Life.ALIVE.name()), ROWS.WANT_POWER.ne(power.name()))
                .execute();
        if (changed > 0) {
            wakes.wake(tx, Kind.INSTANCE, id.value());
        }
    }

    /** Wants the instance gone, with its machine, volumes and address. No effect when it goes already. */
    public void wantGone(DSLContext tx, InstanceId id) {
        int changed = tx.update(ROWS)
                .set(ROWS.LIFE, Life.DYING.name())
                .where(ROWS.ID.eq(id.toString()), ROWS.LIFE.eq(Life.ALIVE.name()))
                .execute();
        if (changed > 0) {
            wakes.wake(tx, Kind.INSTANCE, id.value());
        }
    }

    // ---- finders ----

    public Optional<Instance> find(InstanceId id) {
        return database.read(tx -> find(tx, id));
    }

    /** As {@link #find(InstanceId)}, within a transaction. */
    public Optional<Instance> find(DSLContext tx, InstanceId id) {
        return tx.selectFrom(ROWS).where(ROWS.ID.eq(id.toString())).fetchOptional().map(row -> withVolumes(tx, row));
    }

    /** Those of {@code ids} that have rows, dead ones too. */
    public Map<InstanceId, Instance> find(Collection<InstanceId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        List<String> keys = ids.stream().map(InstanceId::toString).toList();
        return database.read(tx -> {
            Map<String, List<Volume>> volumes =
                    tx.selectFrom(VOLUME).where(VOLUME.INSTANCE_ID.in(keys)).orderBy(VOLUME.ID).fetchGroups(VOLUME.INSTANCE_ID, InstanceRows::volume);
            return tx.selectFrom(ROWS)
                    .where(ROWS.ID.in(keys))
                    .fetch(row -> InstanceRows.instance(row, volumes.getOrDefault(row.getId(), List.of())))
                    .stream()
                    .collect(Collectors.toMap(Instance::id, Function.identity()));
        });
    }

    /** Up to {@code limit} instances by id, dead ones too. */
    public List<Instance> page(Optional<SiteId> site, Optional<InstanceId> after, int limit) {
        return database.read(tx -> {
            List<InstanceRecord> rows = tx.selectFrom(ROWS)
                    .where(site.map(s -> ROWS.SITE_ID.eq(s.toString())).orElse(noCondition()))
                    .and(after.map(a -> ROWS.ID.gt(a.toString())).orElse(noCondition()))
                    .orderBy(ROWS.ID)
                    .limit(RowLimit.of(limit))
                    .fetch();
            Map<String, List<Volume>> volumes = volumes(tx, rows);
            return rows.stream().map(row -> InstanceRows.instance(row, volumes.getOrDefault(row.getId(), List.of()))).toList();
        });
    }

    /** Of rows in the order of their ids: one query, for theirs are among the volumes from the first id to the last. */
    private static Map<String, List<Volume>> volumes(DSLContext tx, List<InstanceRecord> rows) {
        if (rows.isEmpty()) {
            return Map.of();
        }
        return tx.selectFrom(VOLUME)
                .where(VOLUME.INSTANCE_ID.between(rows.getFirst().getId(), rows.getLast().getId()))
                .orderBy(VOLUME.ID)
                .fetchGroups(VOLUME.INSTANCE_ID, InstanceRows::volume);
    }

    @Override
    public Map<InstanceId, Tenant> of(SiteId site) {
        Map<InstanceId, Tenant> tenants = new HashMap<>();
        database.read(tx -> tx.select(ROWS.ID, ROWS.LIFE, ROWS.GENERATION)
                        .from(ROWS)
                        .where(ROWS.SITE_ID.eq(site.toString()))
                        .fetch(row -> new Tenant(InstanceId.parse(row.value1()), Life.valueOf(row.value2()), row.value3())))
                .forEach(tenant -> tenants.put(tenant.id(), tenant));
        return tenants;
    }

    private static Instance withVolumes(DSLContext tx, InstanceRecord row) {
        List<Volume> volumes = tx.selectFrom(VOLUME).where(VOLUME.INSTANCE_ID.eq(row.getId())).orderBy(VOLUME.ID).fetch(InstanceRows::volume);
        return InstanceRows.instance(row, volumes);
    }

    // ---- what is seen: written by the instance's own reconciler only ----

    /** The point of no return: from here on, a machine of the current generation may be there. */
    void asked(Instance row) {
        update(row, set -> set.set(ROWS.CREATE_ASKED_AT, clock.instant()));
    }

    /** The machine as it is seen now; no effect when that is known. A change wakes the node, and a change of power is an event. */
    void seen(Instance row, ObservedInstance machine) {
        if (row.missingSince().isEmpty() && row.seen().filter(seen -> same(seen, machine)).isPresent()) {
            return;
        }
        boolean turned = row.seen().filter(s -> s.power() == machine.power() && s.ref().equals(machine.ref())).isEmpty();
        database.write(tx -> {
            set(tx, row, set -> set.set(ROWS.SEEN_REF, machine.ref().value())
                    .set(ROWS.SEEN_POWER, machine.power().name())
                    .set(ROWS.SEEN_ADDRESSES, InstanceRows.text(machine.addresses()))
                    .set(ROWS.SEEN_HOST, machine.host())
                    .set(ROWS.SEEN_AT, clock.instant())
                    .setNull(ROWS.MISSING_SINCE_AT));
            if (turned) {
                tell(tx, row, "power", "Machine " + machine.name() + " is " + machine.power().name().toLowerCase(Locale.ROOT) + ".");
            }
            wakes.wake(tx, Kind.NODE, row.id().value());
            return true;
        });
    }

    private static boolean same(Instance.Seen seen, ObservedInstance machine) {
        return seen.ref().equals(machine.ref())
                && seen.power() == machine.power()
                && seen.addresses().equals(machine.addresses())
                && seen.host().equals(machine.host());
    }

    void missing(Instance row) {
        database.write(tx -> {
            set(tx, row, set -> set.set(ROWS.MISSING_SINCE_AT, clock.instant()));
            tell(tx, row, "machine-missing", "Machine " + row.machineName() + " is not found.");
            wakes.wake(tx, Kind.NODE, row.id().value());
            return true;
        });
    }

    void nextGeneration(Instance row) {
        database.write(tx -> {
            set(tx, row, set -> set.set(ROWS.GENERATION, row.generation() + 1)
                    .set(ROWS.LOSSES, row.losses() + 1)
                    .set(ROWS.SEEN_ADDRESSES, "")
                    .set(ROWS.SEEN_HOST, "")
                    .setNull(ROWS.CREATE_ASKED_AT)
                    .setNull(ROWS.SEEN_REF)
                    .setNull(ROWS.SEEN_POWER)
                    .setNull(ROWS.MISSING_SINCE_AT));
            tell(tx, row, "machine-lost", "Machine " + row.machineName() + " is lost; generation " + (row.generation() + 1) + " follows.");
            wakes.wake(tx, Kind.NODE, row.id().value());
            return true;
        });
    }

    void forgetLosses(Instance row) {
        update(row, set -> set.set(ROWS.LOSSES, 0));
    }

    /** False when the site's pool is exhausted. */
    boolean allotAddress(Instance row) {
        return database.write(tx -> {
            Optional<String> address = addresses.allot(tx, row.site(), row.id());
            address.ifPresent(a -> set(tx, row, set -> set.set(ROWS.ADDRESS, a)));
            return address.isPresent();
        });
    }

    void volumeThere(Volume volume) {
        database.write(tx -> tx.update(VOLUME)
                .set(VOLUME.SEEN_THERE, true)
                .where(VOLUME.ID.eq(volume.want().id().toString()))
                .execute());
    }

    void volumeGone(Volume volume) {
        database.write(tx -> tx.deleteFrom(VOLUME).where(VOLUME.ID.eq(volume.want().id().toString())).execute());
    }

    /** Nothing is left outside: dead from now on, and the address is free. */
    void bury(Instance row) {
        database.write(tx -> {
            addresses.release(tx, row.id());
            set(tx, row, set -> set.set(ROWS.LIFE, Life.DEAD.name())
                    .set(ROWS.DEAD_AT, clock.instant())
                    .setNull(ROWS.SEEN_POWER)
                    .setNull(ROWS.SEEN_REF));
            tell(tx, row, "gone", "Instance " + row.want().name() + " is gone.");
            wakes.wake(tx, Kind.NODE, row.id().value());
            return true;
        });
    }

    /** Forgets a dead instance. False while something still refers to it. */
    boolean purge(Instance row) {
        try {
            database.write(tx -> tx.deleteFrom(ROWS)
                    .where(ROWS.ID.eq(row.id().toString()), ROWS.LIFE.eq(Life.DEAD.name()))
                    .execute());
            return true;
        } catch (IntegrityConstraintViolationException e) {
            return false;
        }
    }

    private void update(Instance row, UnaryOperator<UpdateSetMoreStep<InstanceRecord>> more) {
        database.write(tx -> {
            set(tx, row, more);
            return true;
        });
    }

    private static void set(DSLContext tx, Instance row, UnaryOperator<UpdateSetMoreStep<InstanceRecord>> more) {
        UpdateSetFirstStep<InstanceRecord> first = tx.update(ROWS);
        // A column that keeps its value begins the list, so that callers can go on with any.
        UpdateSetMoreStep<InstanceRecord> step = first.set(ROWS.ID, row.id().toString());
        more.apply(step)
                .where(ROWS.ID.eq(row.id().toString()), ROWS.GENERATION.eq(row.generation()))
                .execute();
    }

    private void tell(DSLContext tx, Instance row, String what, String text) {
        events.append(tx, Kind.INSTANCE, row.id().value(), what, text);
    }
}
