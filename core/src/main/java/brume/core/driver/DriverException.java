package brume.core.driver;

import java.time.Duration;
import java.util.Objects;

/**
 * Remote trouble, sorted by what the caller may do next. Caught in one place, the engine. The message is constant text; what varies is in {@link #fact()}, which holds no
 * secret.
 */
@SuppressWarnings("serial")
public abstract sealed class DriverException extends RuntimeException {
    private final String fact;

    private DriverException(String message, String fact, Throwable cause) {
        super(message, cause);
        this.fact = Objects.requireNonNull(fact);
    }

    private DriverException(String message, String fact) {
        super(message);
        this.fact = Objects.requireNonNull(fact);
    }

    /** What varies: the provider's words, a status code, a name. */
    public final String fact() {
        return fact;
    }

    /** Nothing was done; trying again later may work: connection refused, 503, a lock. */
    public static final class Transient extends DriverException {
        public Transient(String message, String fact) {
            super(message, fact);
        }

        public Transient(String message, String fact, Throwable cause) {
            super(message, fact, cause);
        }
    }

    /** Nothing was done because of too many calls; not before {@code retryAfter}. */
    public static final class RateLimited extends DriverException {
        private final Duration retryAfter;

        public RateLimited(String message, String fact, Duration retryAfter) {
            super(message, fact);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** The call may or may not have taken effect, now or later: look before repeating. */
    public static final class OutcomeUnknown extends DriverException {
        public OutcomeUnknown(String message, String fact, Throwable cause) {
            super(message, fact, cause);
        }

        public OutcomeUnknown(String message, String fact) {
            super(message, fact);
        }
    }

    /** The site has no room: no host, quota, disk or address. */
    public static final class NoCapacity extends DriverException {
        public NoCapacity(String message, String fact) {
            super(message, fact);
        }
    }

    /** The provider understood and refuses for good: the same call will fail again. */
    public static final class Rejected extends DriverException {
        private final String code;

        public Rejected(String code, String message, String fact) {
            super(message, fact);
            this.code = Objects.requireNonNull(code);
        }

        /** Stable, kebab-case: {@code no-such-instance}, {@code no-such-image}, {@code no-such-volume}, {@code bad-request}, {@code in-use}. */
        public String code() {
            return code;
        }
    }

    /** Our credentials are not accepted. */
    public static final class Unauthorized extends DriverException {
        public Unauthorized(String message, String fact) {
            super(message, fact);
        }
    }
}
