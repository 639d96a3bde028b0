package brume.director.engine;

import static brume.director.db.generated.Tables.DUE;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import brume.core.outcome.Outcome;
import brume.core.outcome.Reason;
import brume.director.db.Database;
import brume.director.db.RowLimit;
import brume.director.db.generated.tables.records.DueRecord;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** Table {@code due}: what to look at when, who looks at it now, and what came of the last look. Thread-safe. */
public final class DueStore implements Wakes {
    private static final String NEWS = "due";

    private static final int TEXT_CHARS_MAX = 2000;
    private static final int REASON_CHARS_MAX = 80;

    private final Database database;
    private final InstantSource clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public DueStore(Database database, InstantSource clock) {
        this.database = Objects.requireNonNull(database);
        this.clock = Objects.requireNonNull(clock);
        database.onNews(news -> {
            if (news.equals(NEWS) || news.equals(Database.ANYTHING)) {
                notifyListeners();
            }
        });
    }

    @Override
    public void wake(DSLContext tx, Kind kind, UUID id) {
        wakeAt(tx, kind, id, clock.instant());
    }

    @Override
    public void wakeAt(DSLContext tx, Kind kind, UUID id, Instant at) {
        tx.insertInto(DUE, DUE.KIND, DUE.ID, DUE.DUE_AT, DUE.WAKES)
                .values(kind.name(), id.toString(), at, 1L)
                .onConflict(DUE.KIND, DUE.ID)
                .doUpdate()
                .set(DUE.DUE_AT, when(DUE.DUE_AT.gt(at), val(at, DUE.DUE_AT)).otherwise(DUE.DUE_AT))
                .set(DUE.WAKES, DUE.WAKES.plus(1))
                .execute();
        Database.afterCommit(tx, this::notifyListeners);
        if (at.isBefore(clock.instant().plus(Crew.SHARED_IDLE_MAX))) {
            Database.tell(tx, NEWS); // later ones the others find by looking
        }
    }

    /** Makes everything of a kind due that would be looked at later: it may have changed while nobody was there to see it. */
    public void hasten(Kind kind) {
        Instant now = clock.instant();
        database.write(tx -> {
            tx.update(DUE).set(DUE.DUE_AT, now).where(DUE.KIND.eq(kind.name()), DUE.DUE_AT.gt(now)).execute();
            Database.afterCommit(tx, this::notifyListeners);
            return null;
        });
    }

    /** What came of the last look at something; empty when it was never due. */
    public Optional<Explanation> explain(Kind kind, UUID id) {
        return database.read(tx -> tx.selectFrom(DUE).where(is(kind, id)).fetchOptional()).map(DueStore::explanation);
    }

    /** {@code listener} is called after every commit that made something due; it must be quick and must not throw. */
    void onDue(Runnable listener) {
        listeners.add(listener);
    }

    void notifyListeners() {
        listeners.forEach(Runnable::run);
    }

    /**
     * Takes up to {@code limit} rows of {@code kinds} that are due and that nobody holds, the longest due first. No other transaction comes between the look and the taking:
     * writers take turns.
     */
    List<Claim> claim(DSLContext tx, Collection<Kind> kinds, Instant until, String token, int limit) {
        Instant now = clock.instant();
        List<DueRecord> free = tx.selectFrom(DUE)
                .where(kind(kinds), DUE.DUE_AT.le(now), DUE.CLAIMED_UNTIL_AT.isNull().or(DUE.CLAIMED_UNTIL_AT.le(now)))
                .orderBy(DUE.DUE_AT, DUE.KIND, DUE.ID)
                .limit(RowLimit.of(limit))
                .fetch();
        free.stream().collect(groupingBy(DueRecord::getKind, mapping(DueRecord::getId, toList()))).forEach((kind, ids) -> tx.update(DUE)
                .set(DUE.CLAIMED_BY, token)
                .set(DUE.CLAIMED_UNTIL_AT, until)
                .where(DUE.KIND.eq(kind), ids.size() == 1 ? DUE.ID.eq(ids.getFirst()) : DUE.ID.in(ids))
                .execute());
        return free.stream().map(row -> claimOf(row, token)).toList();
    }

    /** Forbids the write that {@code tx} is about to make when somebody else holds the row by now. */
    void requireHeld(DSLContext tx, Claim claim) {
        if (!tx.fetchExists(DUE, held(claim))) {
            throw new StaleClaim();
        }
    }

    /** Ends a pass. A wake since the claim makes the row due at once. */
    void finish(DSLContext tx, Claim claim, Verdict verdict) {
        Instant now = clock.instant();
        Instant next = now.plus(verdict.delay());
        Words words = words(verdict.outcome());
        int finished = tx.update(DUE)
                .set(DUE.DUE_AT, when(DUE.WAKES.eq(claim.wakes()), val(next, DUE.DUE_AT)).otherwise(val(now, DUE.DUE_AT)))
                .setNull(DUE.CLAIMED_BY)
                .setNull(DUE.CLAIMED_UNTIL_AT)
                .set(DUE.FAILURES, verdict.failures())
                .set(DUE.SAME_ACTS, verdict.sameActs())
                .set(DUE.DIFFERENCE, verdict.difference())
                .set(DUE.DIFFERENCE_AT, val(verdict.since().orElse(null), DUE.DIFFERENCE_AT))
                .set(DUE.OUTCOME, words.outcome())
                .set(DUE.REASON_CODE, Texts.cut(words.code(), REASON_CHARS_MAX))
                .set(DUE.TEXT, Texts.cut(words.text(), TEXT_CHARS_MAX))
                .set(DUE.LOOKED_AT, now)
                .where(held(claim))
                .execute();
        if (finished == 0) {
            throw new StaleClaim();
        }
    }

    /** Ends the last pass over something that is gone, unless it was woken meanwhile. */
    void forget(DSLContext tx, Claim claim) {
        int forgotten = tx.deleteFrom(DUE).where(held(claim)).and(DUE.WAKES.eq(claim.wakes())).execute();
        if (forgotten == 0) {
            tx.update(DUE)
                    .set(DUE.DUE_AT, clock.instant())
                    .setNull(DUE.CLAIMED_BY)
                    .setNull(DUE.CLAIMED_UNTIL_AT)
                    .where(held(claim))
                    .execute();
        }
    }

    /** Makes the claims of {@code tokens} last longer; claims that were lost stay lost. */
    void renew(Collection<String> tokens, Instant until) {
        database.write(tx -> tx.update(DUE).set(DUE.CLAIMED_UNTIL_AT, until).where(DUE.CLAIMED_BY.in(tokens)).execute());
    }

    /** Frees rows whose passes were given up, and whatever was claimed by {@code tokens}, so that they need not wait until the claims run out. */
    void release(DSLContext tx, Collection<Claim> claims, Collection<String> tokens) {
        claims.forEach(claim -> release(tx, held(claim)));
        if (!tokens.isEmpty()) {
            release(tx, DUE.CLAIMED_BY.in(tokens));
        }
    }

    private static void release(DSLContext tx, Condition which) {
        tx.update(DUE).setNull(DUE.CLAIMED_BY).setNull(DUE.CLAIMED_UNTIL_AT).where(which).execute();
    }

    /** Frees every claim. Only where no other process can hold one. */
    void releaseAll() {
        database.write(
                tx -> tx.update(DUE).setNull(DUE.CLAIMED_BY).setNull(DUE.CLAIMED_UNTIL_AT).where(DUE.CLAIMED_BY.isNotNull()).execute());
    }

    /** Frees every claim whose token begins so. Only where none of those who made such tokens runs any more. */
    void releaseFamily(String beginning) {
        database.write(tx -> {
            release(tx, DUE.CLAIMED_BY.startsWith(beginning));
            Database.tell(tx, NEWS);
            return true;
        });
    }

    /** When the next row of {@code kinds} that nobody holds is due; in the past when it is due now. */
    Optional<Instant> nextFree(Collection<Kind> kinds) {
        return database.read(tx -> kinds.stream().map(kind -> nextFree(tx, kind)).flatMap(Optional::stream).min(Instant::compareTo));
    }

    /** When the next row of {@code kinds} can be claimed, be it because a claim runs out. */
    Optional<Instant> nextDue(Collection<Kind> kinds) {
        return database.read(tx -> tx.select(min(when(DUE.CLAIMED_BY.isNull(), DUE.DUE_AT).otherwise(greatest(DUE.DUE_AT, DUE.CLAIMED_UNTIL_AT))))
                .from(DUE)
                .where(kind(kinds))
                .fetchOptional(0, Instant.class));
    }

    /** Few rows are held, so the first free one is near the front of the index. */
    private static Optional<Instant> nextFree(DSLContext tx, Kind kind) {
        return tx.select(DUE.DUE_AT)
                .from(DUE)
                .where(DUE.KIND.eq(kind.name()), DUE.CLAIMED_BY.isNull())
                .orderBy(DUE.DUE_AT)
                .limit(RowLimit.of(1))
                .fetchOptional(DUE.DUE_AT);
    }

    private static Condition kind(Collection<Kind> kinds) {
        return kinds.size() == 1 ? DUE.KIND.eq(kinds.iterator().next().name()) : DUE.KIND.in(names(kinds));
    }

    private static List<String> names(Collection<Kind> kinds) {
        return kinds.stream().map(Kind::name).sorted().toList();
    }

    private static Condition is(Kind kind, UUID id) {
        return DUE.KIND.eq(kind.name()).and(DUE.ID.eq(id.toString()));
    }

    private static Condition held(Claim claim) {
        return is(claim.kind(), claim.id()).and(DUE.CLAIMED_BY.eq(claim.token()));
    }

    private static Claim claimOf(DueRecord row, String token) {
        return new Claim(
                new Kind(row.getKind()),
                UUID.fromString(row.getId()),
                token,
                row.getWakes(),
                row.getFailures(),
                row.getDifference(),
                Optional.ofNullable(row.getDifferenceAt()),
                row.getSameActs(),
                row.getOutcome(),
                row.getReasonCode());
    }

    private static Explanation explanation(DueRecord row) {
        Optional<Reason> reason =
                row.getReasonCode().isEmpty() ? Optional.empty() : Optional.of(new Reason(row.getReasonCode(), row.getText()));
        return new Explanation(
                row.getOutcome(),
                row.getText(),
                reason,
                Optional.ofNullable(row.getLookedAt()),
                row.getDueAt(),
                row.getClaimedBy() != null,
                row.getFailures());
    }

    private record Words(String outcome, String code, String text) {}

    private static Words words(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Settled settled -> new Words("settled", "", settled.text());
            case Outcome.Working working -> new Words("working", "", working.doing());
            case Outcome.Blocked blocked -> new Words("blocked", blocked.reason().code(), blocked.reason().text());
            case Outcome.Gone _ -> new Words("gone", "", "");
        };
    }
}
