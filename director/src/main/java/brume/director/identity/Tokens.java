package brume.director.identity;

import brume.core.id.IdSource;
import brume.core.id.UserId;
import brume.director.db.Database;
import brume.director.http.Page;
import brume.director.http.Refusal;
import brume.director.http.Scope;
import brume.director.http.UserCaller;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Bearer tokens: 256 random bits behind {@code brume_}, by which secret scanners know them. Only their SHA-256 is kept; a slow hash would add nothing to so much chance.
 * Thread-safe.
 */
public final class Tokens {
    static final String PREFIX = "brume_";

    /** Name of tokens that a login makes. */
    static final String SESSION = "session";

    /** Name of the token that root's own command line uses. */
    static final String LOCAL = "local";

    static final Duration SESSION_LIFE = Duration.ofDays(1);
    static final Duration LOCAL_LIFE = Duration.ofDays(3_650);
    static final int PER_ACCOUNT_MAX = 1_000;
    private static final int BYTES = 32;

    /** How coarse the time of the last use is; keeps reads from becoming writes. */
    private static final Duration USED_GRAIN = Duration.ofMinutes(10);

    private final Database database;
    private final TokenStore store;
    private final IdSource ids;
    private final InstantSource clock;
    private final SecureRandom random;

    public Tokens(Database database, TokenStore store, IdSource ids, InstantSource clock, SecureRandom random) {
        this.database = Objects.requireNonNull(database);
        this.store = Objects.requireNonNull(store);
        this.ids = Objects.requireNonNull(ids);
        this.clock = Objects.requireNonNull(clock);
        this.random = Objects.requireNonNull(random);
    }

    /** A new token and the one chance to see it. */
    record Made(Token token, String secret) {
        @Override
        public String toString() {
            return token.toString();
        }
    }

    Made make(UserId account, String name, Scope scope, Duration life) {
        Instant now = clock.instant();
        String secret = PREFIX + RandomText.base64(random, BYTES);
        Token token = new Token(ids.next(), account, name, scope, now, now.plus(life), Optional.empty());
        database.write(tx -> {
            store.trim(tx, now);
            if (store.count(tx, account) >= PER_ACCOUNT_MAX) {
                throw Refusal.conflict("too-many-tokens", "The account has " + PER_ACCOUNT_MAX + " tokens. Remove some first.");
            }
            store.want(tx, token, hash(secret));
            return true;
        });
        return new Made(token, secret);
    }

    /** Whom the token stands for; empty when it is unknown or has expired. */
    Optional<TokenStore.Found> find(String secret) {
        Instant now = clock.instant();
        Optional<TokenStore.Found> found = database.read(tx -> store.byHash(tx, hash(secret))).filter(t -> t.expiresAt().isAfter(now));
        found.filter(t -> t.usedAt().isEmpty() || t.usedAt().get().plus(USED_GRAIN).isBefore(now)).ifPresent(t -> database.write(tx -> {
            store.seenUsed(tx, t.caller().token(), now);
            return true;
        }));
        return found;
    }

    List<Token> list(UserId account, Page.Want want) {
        return database.read(tx -> store.find(tx, account, want));
    }

    /** False when the account has none by this id. */
    boolean remove(UserId account, UUID id) {
        return database.write(tx -> store.wantGone(tx, account, id));
    }

    /** Ends every session of the caller's account but the caller's own. */
    void removeOtherSessions(UserCaller caller) {
        removeNamed(caller.account(), SESSION, Optional.of(caller.token()));
    }

    void removeNamed(UserId account, String name, Optional<UUID> except) {
        database.write(tx -> {
            store.wantGone(tx, account, name, except);
            return true;
        });
    }

    private static String hash(String secret) {
        return SigningRequest.digest(secret.getBytes(StandardCharsets.UTF_8));
    }
}
