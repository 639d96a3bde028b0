package brume.core.outcome;

import java.util.Objects;
import java.util.Set;

/**
 * Why something is as it is.
 *
 * @param code stable, kebab-case, listed in {@code docs/errors.md}
 * @param text one sentence for people, with the way out where there is one
 */
public record Reason(String code, String text) {
    /** Codes of what may pass without anybody's doing: the other side may answer again, an agent tries again. What is not here waits for hands. */
    public static final Set<String> PASSING = Set.of(
            "agent-lost", "backend-not-answering", "busy", "content-unavailable", "deadline", "internal-error", "interrupted", "mysql-dump-cut", "mysql-node-failed", "mysql-round-spent", "mysql-sql",
            "mysql-start", "no-majority", "outcome-unknown", "program-not-started", "rate-limited", "role-failed", "service-error", "site-unreachable", "unit-failed", "web-not-answering");

    public Reason {
        Objects.requireNonNull(code);
        Objects.requireNonNull(text);
    }

    /** Whether it may pass by itself. If not, somebody has to do something, although it is tried again all the same. */
    public boolean mayPass() {
        return PASSING.contains(code);
    }
}
