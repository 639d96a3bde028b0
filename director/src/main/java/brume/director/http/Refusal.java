package brume.director.http;

import brume.core.problem.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The request is not done, and why; becomes an RFC 9457 problem document. Thrown by handlers before they change anything: inside a transaction it rolls back.
 *
 * <p>Codes are stable, kebab-case and listed in {@code docs/errors.md}.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient List<Problem> problems;
    private final transient Optional<Integer> retryAfterSeconds;

    private Refusal(int status, String code, String text, List<Problem> problems, Optional<Integer> retryAfterSeconds) {
        super(text, null, false, false);
        this.status = status;
        this.code = Objects.requireNonNull(code);
        this.problems = List.copyOf(problems);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** Any status; prefer the named ones below. */
    public static Refusal of(int status, String code, String text) {
        return new Refusal(status, code, text, List.of(Problem.of(code, text)), Optional.empty());
    }

    /** 422: the request is understood and has these mistakes, at least one. */
    public static Refusal invalid(List<Problem> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("a refusal names at least one problem");
        }
        if (problems.size() == 1) {
            return new Refusal(422, problems.getFirst().code(), problems.getFirst().text(), problems, Optional.empty());
        }
        return new Refusal(422, "invalid-request", "The request has " + problems.size() + " mistakes.", problems, Optional.empty());
    }

    /** 400: the request cannot be read. */
    public static Refusal malformed(List<Problem> problems) {
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("a refusal names at least one problem");
        }
        String text = problems.size() == 1 ? problems.getFirst().text() : "The request has " + problems.size() + " mistakes.";
        String code = problems.size() == 1 ? problems.getFirst().code() : "malformed-request";
        return new Refusal(400, code, text, problems, Optional.empty());
    }

    /** 404: there is no such thing. {@code kind} is the user's word, such as {@code application}. */
    public static Refusal notFound(String kind, String what) {
        return of(404, "not-found", "There is no " + kind + " \"" + what + "\".");
    }

    /** 404, with what may have been meant out of {@code names}. */
    public static Refusal notFound(String kind, String what, Collection<String> names) {
        List<String> near = Near.to(what, names);
        String hint = near.isEmpty() ? "" : " Is it \"" + String.join("\" or \"", near) + "\"?";
        return of(404, "not-found", "There is no " + kind + " \"" + what + "\"." + hint);
    }

    /** 409: not in this state. */
    public static Refusal conflict(String code, String text) {
        return of(409, code, text);
    }

    /** 429: later. */
    public static Refusal tooMany(String text, int retryAfterSeconds) {
        return new Refusal(429, "too-many-requests", text, List.of(Problem.of("too-many-requests", text)), Optional.of(retryAfterSeconds));
    }

    /** 503: not now. */
    public static Refusal busy(String text, int retryAfterSeconds) {
        return new Refusal(503, "busy", text, List.of(Problem.of("busy", text)), Optional.of(retryAfterSeconds));
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** One sentence. */
    public String text() {
        return String.valueOf(getMessage());
    }

    public List<Problem> problems() {
        return problems;
    }

    public Optional<Integer> retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
