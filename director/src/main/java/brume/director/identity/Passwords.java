package brume.director.identity;

import brume.director.http.Refusal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Hashes passwords with Argon2id (RFC 9106), at the cost that OWASP's password storage cheat sheet names: 19 MiB, two passes, one lane. Few at once, because each takes that
 * memory. Thread-safe.
 */
final class Passwords {
    static final int MEMORY_KIB = 19 << 10;
    static final int PASSES = 2;
    static final int LANES = 1;

    /** Hashes at once; the others wait. */
    private static final int AT_ONCE_MAX = 2;

    /** Longest that a request waits for its turn: beyond it somebody floods the login. */
    private static final Duration WAIT_MAX = Duration.ofSeconds(5);

    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;

    private final Semaphore turns = new Semaphore(AT_ONCE_MAX, true);
    private final SecureRandom random;
    private final PasswordHash decoy;

    Passwords(SecureRandom random) {
        this.random = random;
        this.decoy = blank();
    }

    /** With a salt of its own, and for a hash what no password is known to give. */
    private PasswordHash blank() {
        String salt = PasswordHash.text(RandomText.bytes(random, SALT_BYTES));
        return new PasswordHash(MEMORY_KIB, PASSES, LANES, salt, PasswordHash.text(RandomText.bytes(random, HASH_BYTES)));
    }

    /** The hash with its salt and parameters, in the PHC string format. */
    String hash(String password) {
        return inTurn(() -> blank().of(password).toString());
    }

    boolean verify(String password, String hash) {
        return inTurn(() -> PasswordHash.parse(hash).matches(password));
    }

    /** Takes as long as {@link #verify}, so that a login does not tell which accounts there are. */
    void pretend(String password) {
        if (inTurn(() -> decoy.matches(password))) {
            throw new IllegalStateException("nobody knows the decoy's password");
        }
    }

    private <T> T inTurn(Supplier<T> work) {
        try {
            if (!turns.tryAcquire(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Refusal.busy("Too many logins at once. Try again.", (int) WAIT_MAX.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.busy("The director is closing.", 1);
        }
        try {
            return work.get();
        } finally {
            turns.release();
        }
    }
}
