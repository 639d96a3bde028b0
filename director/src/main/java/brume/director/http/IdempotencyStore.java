package brume.director.http;

import static brume.director.db.generated.Tables.IDEMPOTENCY;

import brume.core.id.UserId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;

/** Answers kept by idempotency key, per account. A row is reserved before its request is done and filled after. */
public final class IdempotencyStore {
    private static final int RESERVED = 0;

    /** A key of an account. */
    record Key(UserId account, String text) {
        Key {
            Objects.requireNonNull(account);
            Objects.requireNonNull(text);
        }
    }

    /** The answer that was given. {@code body} is JSON text, empty when there was none. */
    record Answer(int status, String body, String etag) {
        Answer {
            Objects.requireNonNull(body);
            Objects.requireNonNull(etag);
        }
    }

    /** What is known under a key; the answer is missing while it is only reserved. */
    record Kept(String requestHash, Optional<Answer> answer) {
        Kept {
            Objects.requireNonNull(requestHash);
            Objects.requireNonNull(answer);
        }
    }

    Optional<Kept> find(DSLContext tx, Key key) {
        return tx.selectFrom(IDEMPOTENCY)
                .where(IDEMPOTENCY.ACCOUNT_ID.eq(key.account().toString()), IDEMPOTENCY.KEY.eq(key.text()))
                .fetchOptional(row -> new Kept(
                        row.getRequestHash(),
                        row.getStatus() == RESERVED
                                ? Optional.empty()
                                : Optional.of(new Answer(row.getStatus(), row.getBody(), row.getEtag()))));
    }

    void reserve(DSLContext tx, Key key, Instant now) {
        tx.insertInto(IDEMPOTENCY)
                .set(IDEMPOTENCY.ACCOUNT_ID, key.account().toString())
                .set(IDEMPOTENCY.KEY, key.text())
                .set(IDEMPOTENCY.REQUEST_HASH, "")
                .set(IDEMPOTENCY.STATUS, RESERVED)
                .set(IDEMPOTENCY.BODY, "")
                .set(IDEMPOTENCY.CREATED_AT, now)
                .execute();
    }

    void fill(DSLContext tx, Key key, String requestHash, Answer answer) {
        tx.update(IDEMPOTENCY)
                .set(IDEMPOTENCY.REQUEST_HASH, requestHash)
                .set(IDEMPOTENCY.STATUS, answer.status())
                .set(IDEMPOTENCY.BODY, answer.body())
                .set(IDEMPOTENCY.ETAG, answer.etag())
                .where(IDEMPOTENCY.ACCOUNT_ID.eq(key.account().toString()), IDEMPOTENCY.KEY.eq(key.text()))
                .execute();
    }

    /** Gives a reserved key back: its request was refused and changed nothing. */
    void release(DSLContext tx, Key key) {
        tx.deleteFrom(IDEMPOTENCY)
                .where(IDEMPOTENCY.ACCOUNT_ID.eq(key.account().toString()), IDEMPOTENCY.KEY.eq(key.text()), IDEMPOTENCY.STATUS.eq(RESERVED))
                .execute();
    }

    /** Forgets keys older than the time. */
    void trim(DSLContext tx, Instant olderThan) {
        tx.deleteFrom(IDEMPOTENCY).where(IDEMPOTENCY.CREATED_AT.lt(olderThan)).execute();
    }
}
