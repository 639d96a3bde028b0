package brume.director.identity;

import static brume.director.db.generated.Tables.ACCOUNT;

import brume.core.id.UserId;
import brume.director.db.RowLimit;
import brume.director.db.generated.tables.records.AccountRecord;
import brume.director.http.AccountRole;
import java.time.Instant;
import java.util.Optional;
import org.jooq.DSLContext;

/** Table {@code account}. */
public final class AccountStore {
    boolean none(DSLContext tx) {
        return !tx.fetchExists(ACCOUNT);
    }

    void want(DSLContext tx, Account account, Instant now) {
        tx.insertInto(ACCOUNT)
                .set(ACCOUNT.ID, account.id().toString())
                .set(ACCOUNT.NAME, account.name())
                .set(ACCOUNT.PASSWORD_HASH, account.passwordHash())
                .set(ACCOUNT.ROLE, account.role().text())
                .set(ACCOUNT.CREATED_AT, now)
                .execute();
    }

    void wantPassword(DSLContext tx, UserId id, String hash) {
        tx.update(ACCOUNT).set(ACCOUNT.PASSWORD_HASH, hash).where(ACCOUNT.ID.eq(id.toString())).execute();
    }

    Optional<Account> byName(DSLContext tx, String name) {
        return tx.selectFrom(ACCOUNT).where(ACCOUNT.NAME.eq(name)).fetchOptional(AccountStore::account);
    }

    Optional<Account> byId(DSLContext tx, UserId id) {
        return tx.selectFrom(ACCOUNT).where(ACCOUNT.ID.eq(id.toString())).fetchOptional(AccountStore::account);
    }

    /** The administrator who was there first. */
    Optional<Account> firstAdministrator(DSLContext tx) {
        return tx.selectFrom(ACCOUNT)
                .where(ACCOUNT.ROLE.eq(AccountRole.ADMIN.text()))
                .orderBy(ACCOUNT.CREATED_AT, ACCOUNT.ID)
                .limit(RowLimit.of(1))
                .fetchOptional(AccountStore::account);
    }

    private static Account account(AccountRecord row) {
        return new Account(UserId.parse(row.getId()), row.getName(), row.getPasswordHash(), AccountRole.parse(row.getRole()));
    }
}
