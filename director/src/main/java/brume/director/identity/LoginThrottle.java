package brume.director.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Slows down guessing: after a few failures each further one doubles the wait before the next try. Counted per account and address, so that a stranger cannot lock an owner out
 * from elsewhere, and per address. Thread-safe; bounded, the longest untouched entry goes first.
 */
final class LoginThrottle {
    private static final int ENTRIES_MAX = 10_000;
    private static final int FREE_PER_ACCOUNT = 5;
    private static final int FREE_PER_ADDRESS = 20;
    private static final Duration WAIT_FIRST = Duration.ofSeconds(1);
    private static final Duration WAIT_MAX = Duration.ofMinutes(5);

    /** Without a failure for so long all is forgiven. */
    private static final Duration FORGIVEN_AFTER = Duration.ofHours(1);

    private record Entry(int failures, Instant last, Instant until) {}

    private final InstantSource clock;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    LoginThrottle(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock);
    }

    /** How long the caller still has to wait; empty when it may try now. */
    synchronized Optional<Duration> wait(String account, String address) {
        Instant now = clock.instant();
        Duration longest = Duration.ZERO;
        for (String key : new String[] {pair(account, address), address}) {
            Entry entry = entries.get(key);
            if (entry != null && entry.until().isAfter(now)) {
                Duration left = Duration.between(now, entry.until());
                longest = left.compareTo(longest) > 0 ? left : longest;
            }
        }
        return longest.isZero() ? Optional.empty() : Optional.of(longest);
    }

    synchronized void failed(String account, String address) {
        count(pair(account, address), FREE_PER_ACCOUNT);
        count(address, FREE_PER_ADDRESS);
        while (entries.size() > ENTRIES_MAX) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    /** Forgives the account from this address; the address keeps its own count, else one known password would buy guesses at the others. */
    synchronized void succeeded(String account, String address) {
        entries.remove(pair(account, address));
    }

    private void count(String key, int free) {
        Instant now = clock.instant();
        Entry old = entries.remove(key);
        boolean recent = old != null && old.last().plus(FORGIVEN_AFTER).isAfter(now);
        int failures = recent ? Objects.requireNonNull(old).failures() + 1 : 1;
        entries.put(key, new Entry(failures, now, now.plus(penalty(failures - free))));
    }

    synchronized int size() {
        return entries.size();
    }

    private static Duration penalty(int beyond) {
        if (beyond < 0) {
            return Duration.ZERO;
        }
        Duration doubled = WAIT_FIRST.multipliedBy(1L << Math.min(beyond, 20));
        return doubled.compareTo(WAIT_MAX) < 0 ? doubled : WAIT_MAX;
    }

    private static String pair(String account, String address) {
        return account + " " + address;
    }
}
