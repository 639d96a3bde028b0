package brume.director.identity;

import brume.director.http.Refusal;
import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.nio.charset.StandardCharsets;
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

    private final Argon2Function argon2 = Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);
    private final Semaphore turns = new Semaphore(AT_ONCE_MAX, true);
    private final SecureRandom random;
    private final String decoy;

    Passwords(SecureRandom random) {
        this.random = random;
        this.decoy = hash(RandomText.letters(random, SALT_BYTES));
    }

    /** The hash with its salt and parameters, in the PHC string format. */
    String hash(String password) {
        return inTurn(() -> argon2.hash(password.getBytes(StandardCharsets.UTF_8), RandomText.bytes(random, SALT_BYTES)).getResult());
    }

    boolean verify(String password, String hash) {
        return inTurn(() -> Argon2Function.getInstanceFromHash(hash)
                .check(password.getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.UTF_8)));
    }

    /** Takes as long as {@link #verify}, so that a login does not tell which accounts there are. */
    void pretend(String password) {
        if (verify(password, decoy)) {
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
