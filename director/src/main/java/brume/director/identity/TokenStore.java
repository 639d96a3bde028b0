package brume.director.identity;

import static brume.director.db.generated.Tables.ACCOUNT;
import static brume.director.db.generated.Tables.TOKEN;

import brume.core.id.UserId;
import brume.director.db.RowLimit;
import brume.director.db.generated.tables.records.TokenRecord;
import brume.director.http.AccountRole;
import brume.director.http.Page;
import brume.director.http.Scope;
import brume.director.http.UserCaller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Table {@code token}. Tokens are found by their hash only. */
public final class TokenStore {
    /** A token that was found, with whom it stands for. */
    record Found(UserCaller caller, Instant expiresAt, Optional<Instant> usedAt) {}

    void want(DSLContext tx, Token token, String hash) {
        tx.insertInto(TOKEN)
                .set(TOKEN.ID, token.id().toString())
                .set(TOKEN.ACCOUNT_ID, token.account().toString())
                .set(TOKEN.NAME, token.name())
                .set(TOKEN.HASH, hash)
                .set(TOKEN.SCOPE, token.scope().text())
                .set(TOKEN.CREATED_AT, token.createdAt())
                .set(TOKEN.EXPIRES_AT, token.expiresAt())
                .execute();
    }

    Optional<Found> byHash(DSLContext tx, String hash) {
        return tx.select(TOKEN.ID, TOKEN.NAME, TOKEN.SCOPE, TOKEN.EXPIRES_AT, TOKEN.USED_AT, ACCOUNT.ID, ACCOUNT.NAME, ACCOUNT.ROLE)
                .from(TOKEN)
                .join(ACCOUNT)
                .on(ACCOUNT.ID.eq(TOKEN.ACCOUNT_ID))
                .where(TOKEN.HASH.eq(hash))
                .fetchOptional(row -> new Found(
                        new UserCaller(
                                UserId.parse(row.get(ACCOUNT.ID)),
                                row.get(ACCOUNT.NAME),
                                AccountRole.parse(row.get(ACCOUNT.ROLE)),
                                scope(row.get(TOKEN.SCOPE)),
                                UUID.fromString(row.get(TOKEN.ID)),
                                row.get(TOKEN.NAME)),
                        row.get(TOKEN.EXPIRES_AT),
                        Optional.ofNullable(row.get(TOKEN.USED_AT))));
    }

    /** An account's tokens in the order of their making, behind the cursor. */
    List<Token> find(DSLContext tx, UserId account, Page.Want want) {
        Condition after = want.after().map(TOKEN.ID::gt).orElse(DSL.noCondition());
        return tx.selectFrom(TOKEN)
                .where(TOKEN.ACCOUNT_ID.eq(account.toString()), after)
                .orderBy(TOKEN.ID)
                .limit(RowLimit.of(want.rows()))
                .fetch(TokenStore::token);
    }

    int count(DSLContext tx, UserId account) {
        return tx.fetchCount(TOKEN, TOKEN.ACCOUNT_ID.eq(account.toString()));
    }

    void seenUsed(DSLContext tx, UUID id, Instant now) {
        tx.update(TOKEN).set(TOKEN.USED_AT, now).where(TOKEN.ID.eq(id.toString())).execute();
    }

    /** False when there is none of the account by this id. */
    boolean wantGone(DSLContext tx, UserId account, UUID id) {
        return tx.deleteFrom(TOKEN).where(TOKEN.ACCOUNT_ID.eq(account.toString()), TOKEN.ID.eq(id.toString())).execute() > 0;
    }

    /** Removes the account's tokens of a name, except one. */
    void wantGone(DSLContext tx, UserId account, String name, Optional<UUID> except) {
        Condition others = except.map(id -> TOKEN.ID.ne(id.toString())).orElse(DSL.noCondition());
        tx.deleteFrom(TOKEN).where(TOKEN.ACCOUNT_ID.eq(account.toString()), TOKEN.NAME.eq(name), others).execute();
    }

    void trim(DSLContext tx, Instant expiredBefore) {
        tx.deleteFrom(TOKEN).where(TOKEN.EXPIRES_AT.lt(expiredBefore)).execute();
    }

    private static Token token(TokenRecord row) {
        return new Token(
                UUID.fromString(row.getId()),
                UserId.parse(row.getAccountId()),
                row.getName(),
                scope(row.getScope()),
                row.getCreatedAt(),
                row.getExpiresAt(),
                Optional.ofNullable(row.getUsedAt()));
    }

    private static Scope scope(String text) {
        return Scope.parse(text).orElseThrow(() -> new IllegalStateException("no scope: " + text));
    }
}
