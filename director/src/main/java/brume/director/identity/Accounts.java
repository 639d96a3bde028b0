package brume.director.identity;

import brume.core.id.IdSource;
import brume.core.id.UserId;
import brume.core.problem.Place;
import brume.core.problem.Problem;
import brume.director.db.Database;
import brume.director.http.AccountRole;
import brume.director.http.Refusal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accounts and their passwords. Thread-safe. */
public final class Accounts {
    /** Name of the account that the first start makes. */
    public static final String FIRST = "admin";

    static final int PASSWORD_CHARS_MIN = 10;
    static final int PASSWORD_CHARS_MAX = 200;

    /** 20 characters carry 119 bits. */
    private static final int FIRST_PASSWORD_CHARS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

    private final Database database;
    private final AccountStore store;
    private final Passwords passwords;
    private final LoginThrottle throttle;
    private final IdSource ids;
    private final InstantSource clock;
    private final SecureRandom random;

    public Accounts(Database database, AccountStore store, IdSource ids, InstantSource clock, SecureRandom random) {
        this.database = Objects.requireNonNull(database);
        this.store = Objects.requireNonNull(store);
        this.passwords = new Passwords(random);
        this.throttle = new LoginThrottle(clock);
        this.ids = Objects.requireNonNull(ids);
        this.clock = Objects.requireNonNull(clock);
        this.random = Objects.requireNonNull(random);
    }

    /**
     * Makes the first administrator when there is no account at all, and tells the password, once: {@code announce} gets {@code first administrator: admin PASSWORD}. The account
     * is on disk before that; a director that dies between the two has told nobody, and root sets a new password by the local token.
     */
    public void makeFirst(Consumer<String> announce) {
        if (!database.read(store::none)) {
            return;
        }
        String password = RandomText.letters(random, FIRST_PASSWORD_CHARS);
        Account account = new Account(new UserId(ids.next()), FIRST, passwords.hash(password), AccountRole.ADMIN);
        boolean made = database.write(tx -> {
            if (!store.none(tx)) {
                return false; // another director was quicker
            }
            store.want(tx, account, clock.instant());
            return true;
        });
        if (made) {
            announce.accept("first administrator: " + FIRST + " " + password);
        }
    }

    /** The account, when the password is right. Throws a {@link Refusal}: 401 when not, 429 after too many failures. */
    Account login(String name, String password, String address) {
        Optional<Duration> wait = throttle.wait(name, address);
        if (wait.isPresent()) {
            throw Refusal.tooMany("Too many failed logins. Wait before the next try.", (int) wait.get().toSeconds() + 1);
        }
        Optional<Account> account = database.read(tx -> store.byName(tx, name)).filter(a -> password.length() <= PASSWORD_CHARS_MAX);
        if (account.isPresent() && passwords.verify(password, account.get().passwordHash())) {
            throttle.succeeded(name, address);
            return account.get();
        }
        if (account.isEmpty()) {
            passwords.pretend(password.substring(0, Math.min(password.length(), PASSWORD_CHARS_MAX)));
        }
        throttle.failed(name, address);
        LOG.atWarn().addKeyValue("address", address).log("A login failed");
        throw Refusal.of(401, "bad-login", "The name or the password is wrong.");
    }

    /** Sets a new password; throws a {@link Refusal} with 422 when it is too short or too long. */
    void setPassword(UserId id, String password) {
        if (password.length() < PASSWORD_CHARS_MIN || password.length() > PASSWORD_CHARS_MAX) {
            String text = "A password has " + PASSWORD_CHARS_MIN + " to " + PASSWORD_CHARS_MAX + " characters.";
            throw Refusal.invalid(List.of(Problem.at("bad-password", text, Place.field("/new"))));
        }
        String hash = passwords.hash(password);
        database.write(tx -> {
            store.wantPassword(tx, id, hash);
            return true;
        });
    }
}
