package brume.director.http;

import brume.core.id.IdSource;
import brume.director.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jooq.DSLContext;

/**
 * What stands around a request that may change something: its row in the audit trail and its idempotency key. Both are on disk before the handler runs, so that a director that
 * dies in the middle leaves the trace of an attempt, and a key whose outcome is unknown is never done a second time.
 *
 * <p>Thread-safe.
 */
public final class Mutations {
    /** Clients that repeat a request do so within minutes; a day covers a laptop that slept. */
    static final Duration KEYS_KEPT = Duration.ofDays(1);

    static final Duration AUDIT_KEPT = Duration.ofDays(365);

    private static final Duration TRIM_EVERY = Duration.ofHours(1);

    private final Database database;
    private final AuditStore audit;
    private final IdempotencyStore keys;
    private final Room room;
    private final IdSource ids;
    private final InstantSource clock;
    private final Set<IdempotencyStore.Key> inWork = ConcurrentHashMap.newKeySet();
    private final AtomicLong trimmedAtMillis = new AtomicLong();

    public Mutations(Database database, AuditStore audit, IdempotencyStore keys, Room room, IdSource ids, InstantSource clock) {
        this.database = Objects.requireNonNull(database);
        this.audit = Objects.requireNonNull(audit);
        this.keys = Objects.requireNonNull(keys);
        this.room = Objects.requireNonNull(room);
        this.ids = Objects.requireNonNull(ids);
        this.clock = Objects.requireNonNull(clock);
    }

    /** How a request may start. */
    sealed interface Start {
        /** It is new: do it, then call one of the three ends. */
        record Go(Optional<UUID> row, Optional<IdempotencyStore.Key> key) implements Start {}

        /** It was done before under the same key, if it is the same. */
        record Again(String requestHash, IdempotencyStore.Answer answer) implements Start {}
    }

    /** Starts a request. Throws a {@link Refusal} when the key's first request is still in work, or ended in the dark, or when there is no room for changes. */
    Start begin(Caller caller, Route route, String path, Optional<IdempotencyStore.Key> key) {
        if (caller instanceof UserCaller && route.verb() != Verb.DELETE) {
            room.require();
        }
        if (key.isPresent() && !inWork.add(key.get())) {
            throw Refusal.conflict("request-in-work", "A request with this Idempotency-Key is still in work.");
        }
        boolean goes = false;
        try {
            Start start = database.write(tx -> {
                Optional<IdempotencyStore.Kept> kept = key.flatMap(k -> keys.find(tx, k));
                if (kept.isPresent()) {
                    return new Start.Again(kept.get().requestHash(), kept.get().answer().orElseThrow(Mutations::unknown));
                }
                Instant now = clock.instant();
                trim(tx, now);
                key.ifPresent(k -> keys.reserve(tx, k, now));
                if (caller instanceof Nobody) {
                    return new Start.Go(Optional.empty(), key); // only their successes are kept, else anyone could fill the disk
                }
                UUID row = ids.next();
                audit.begin(tx, row, now, caller.who(), route.verb(), path);
                return new Start.Go(Optional.of(row), key);
            });
            goes = start instanceof Start.Go;
            return start;
        } finally {
            if (!goes) {
                key.ifPresent(inWork::remove);
            }
        }
    }

    /** It is done. {@code who} names a caller who was nobody when the request came. */
    void done(Start.Go go, Call call, String path, String requestHash, IdempotencyStore.Answer answer) {
        end(go, tx -> {
            UUID row = go.row().orElseGet(() -> {
                UUID fresh = ids.next();
                audit.begin(tx, fresh, clock.instant(), call.who(), call.route().verb(), path);
                return fresh;
            });
            audit.finish(tx, row, answer.status());
            go.key().ifPresent(k -> keys.fill(tx, k, requestHash, answer));
        });
    }

    /** It was refused and changed nothing. */
    void refused(Start.Go go, int status) {
        if (go.row().isPresent()) {
            end(go, tx -> {
                go.row().ifPresent(row -> audit.finish(tx, row, status));
                go.key().ifPresent(k -> keys.release(tx, k));
            });
        }
    }

    /** It broke, and whether it changed something is not known: the key stays reserved. */
    void broken(Start.Go go) {
        go.row().ifPresent(row -> end(go, tx -> audit.finish(tx, row, 500)));
    }

    private void end(Start.Go go, Consumer<DSLContext> change) {
        try {
            database.write(tx -> {
                change.accept(tx);
                return true;
            });
        } finally {
            go.key().ifPresent(inWork::remove);
        }
    }

    private void trim(DSLContext tx, Instant now) {
        long last = trimmedAtMillis.get();
        if (now.toEpochMilli() - last > TRIM_EVERY.toMillis() && trimmedAtMillis.compareAndSet(last, now.toEpochMilli())) {
            keys.trim(tx, now.minus(KEYS_KEPT));
            audit.trim(tx, now.minus(AUDIT_KEPT));
        }
    }

    private static Refusal unknown() {
        return Refusal.conflict(
                "outcome-unknown",
                "The request with this Idempotency-Key is still in work at another director, or its director ended in the middle of it. Look whether it was done, and use a new key.");
    }
}
